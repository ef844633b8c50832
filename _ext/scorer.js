// How the search of the site ranks what it finds: names of states, bodies and people first (their priority is 3), then
// titles, then words of the text and the book's own code.
var Scorer = {
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: -5, 1: -5, 2: -5, 3: 15 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
