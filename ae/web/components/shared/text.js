// Words with places for values.

// Put values into a text at their names in braces.
export function fill(text, values) {
  return text.replace(/{(\w+)}/g, (whole, name) => values[name] ?? whole);
}
