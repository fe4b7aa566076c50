// Eleventy over the exercises as global data, which is how its users make many pages from data.
export default (config) => {
  config.addPassthroughCopy({ "src/style.css": "style.css" });
  return { dir: { input: "src", output: process.env.SITE } };
};
