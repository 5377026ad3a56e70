/** Whether a slash path meets a glob: `*` and `?` within a directory, `**` across directories, `[…]` and `{a,b}`. */
export function matchesGlob(glob: string, path: string): boolean {
  return new RegExp(`^${expressionOf(glob)}$`, 'u').test(path);
}

function expressionOf(glob: string): string {
  let expression = '';
  for (let index = 0; index < glob.length; index++) {
    const char = glob[index] ?? '';
    if (glob.startsWith('**/', index)) {
      expression += '(?:.*/)?';
      index += 2;
    } else if (glob.startsWith('**', index)) {
      expression += '.*';
      index += 1;
    } else if (char === '*') {
      expression += '[^/]*';
    } else if (char === '?') {
      expression += '[^/]';
    } else if (char === '{' && glob.indexOf('}', index) > 0) {
      const end = glob.indexOf('}', index);
      const choices = glob.slice(index + 1, end).split(',');
      expression += `(?:${choices.map(expressionOf).join('|')})`;
      index = end;
    } else if (char === '[' && glob.indexOf(']', index) > 0) {
      const end = glob.indexOf(']', index);
      expression += `[${glob
        .slice(index + 1, end)
        .replace(/^[!^]/, '^')
        .replace(/\\/g, '\\\\')}]`;
      index = end;
    } else {
      expression += char.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    }
  }
  return expression;
}
