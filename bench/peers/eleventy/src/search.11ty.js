export const data = { permalink: "/search.json" };

const labels = (words, ids = []) => ids.map((id) => words[id].label);

// What the search on the pages would look through.
export const render = ({ library: { exercises, words } }) =>
  JSON.stringify(
    exercises.map((e) => ({
      a: `/exercises/${e.id}/`,
      t: e.name,
      n: (e.aliases ?? []).join(", "),
      s: e.summary,
      w: [
        e.kind,
        ...labels(words.muscles, e.muscles.primary),
        ...labels(words.muscles, e.muscles.secondary),
        ...labels(words.positions, e.positions),
        ...labels(words.equipment, e.pieces.flat()),
        ...labels(words.levels, [e.level]),
      ],
    })),
  );
