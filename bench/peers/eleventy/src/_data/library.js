// All exercises and words, and the lists that are made of them. The same lists as in macros/views.py.
import fs from "node:fs";
import path from "node:path";
import * as yaml from "js-yaml";

const content = process.env.CONTENT;
const read = (...parts) => yaml.load(fs.readFileSync(path.join(content, ...parts), "utf8"));
const vocabulary = (name) => read("vocabulary", `${name}.yml`);

const kinds = ["stretch", "strength"];
const actions = ["avoid", "ask-first", "adapt"];
const wordsOf = {
  muscles: (e) => e.muscles.primary,
  positions: (e) => e.positions,
  equipment: (e) => (e.pieces.length ? e.pieces.flat() : ["none"]),
  levels: (e) => [e.level],
  conditions: (e) => [...new Set((e.cautions ?? []).flatMap((caution) => caution.conditions ?? []))],
};

const grouped = (exercises, of) => {
  const groups = new Map();
  for (const exercise of exercises) {
    for (const word of of(exercise)) {
      if (!groups.has(word)) groups.set(word, []);
      groups.get(word).push(exercise);
    }
  }
  return groups;
};

export default () => {
  const labels = vocabulary("labels");
  const words = Object.fromEntries(Object.keys(wordsOf).map((name) => [name, vocabulary(name)]));
  words.equipment.none = { label: labels.no_equipment, description: labels.no_equipment_description };
  const exercises = fs
    .readdirSync(path.join(content, "exercises"))
    .map((file) => read("exercises", file))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

  const byKind = (cards) =>
    kinds
      .map((kind) => ({ id: kind, title: labels[kind], cards: cards.filter((card) => card.exercise.kind === kind) }))
      .filter((group) => group.cards.length);
  const byAction = (cards, condition) =>
    actions
      .map((action) => ({
        id: action,
        title: labels[action],
        cards: cards
          .map(({ exercise }) => ({
            exercise,
            cautions: exercise.cautions.filter((c) => c.action === action && c.conditions?.includes(condition)),
          }))
          .filter((card) => card.cautions.length),
      }))
      .filter((group) => group.cards.length);
  const cardsOf = (members = []) => members.map((exercise) => ({ exercise }));

  const lists = [];
  for (const folder of ["exercises", ...kinds]) {
    const members = exercises.filter((e) => folder === "exercises" || e.kind === folder);
    const groups = grouped(members, wordsOf.muscles);
    lists.push({
      address: `/${folder}/`,
      title: labels[folder],
      description: labels[`${folder}_description`],
      groups: Object.keys(words.muscles)
        .filter((id) => groups.has(id))
        .map((id) => ({ id, title: words.muscles[id].label, address: `/muscles/${id}/`, cards: cardsOf(groups.get(id)) })),
    });
  }
  const helpers = grouped(exercises, (e) => e.muscles.secondary ?? []);
  for (const [folder, of] of Object.entries(wordsOf)) {
    const groups = grouped(exercises, of);
    const inUse = Object.entries(words[folder]).filter(([id]) => groups.has(id) || (folder === "muscles" && helpers.has(id)));
    const split = (id) => {
      const cards = cardsOf(groups.get(id));
      if (folder === "conditions") return byAction(cards, id);
      if (folder === "muscles") cards.push(...(helpers.get(id) ?? []).map((exercise) => ({ exercise, secondary: true })));
      return byKind(cards);
    };
    const parts = inUse.map(([id, word]) => ({ id, title: word.label, address: `/${folder}/${id}/`, groups: split(id) }));
    lists.push({
      address: `/${folder}/`,
      title: labels[folder],
      description: labels[`${folder}_description`],
      brief: folder === "muscles" || folder === "conditions",
      groups: parts,
    });
    for (const part of parts) {
      const { label, description } = words[folder][part.id];
      lists.push({ address: part.address, title: label, description, groups: part.groups });
    }
  }
  return { exercises, byId: Object.fromEntries(exercises.map((e) => [e.id, e])), words, labels, lists, actions };
};
