/** Shells with a completion script. Each script asks `porchctl __complete WORD…` and offers the lines it prints. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

const BASH = `# bash completion for porchctl; load it with: source <(porchctl completion bash)
_porchctl() {
  local line current prefix='' typed="\${COMP_LINE:0:COMP_POINT}" breaks="\${COMP_WORDBREAKS//[^=:]/}"
  local -a words
  read -ra words <<< "$typed"
  [[ "$typed" == *[[:space:]] ]] && words+=('')
  current="\${words[\${#words[@]}-1]}"
  # Where = and : end words, bash replaces only what comes after them.
  [[ -n "$breaks" && "$current" == *[$breaks]* ]] && prefix="\${current%"\${current##*[$breaks]}"}"
  COMPREPLY=()
  while IFS= read -r line; do
    line="\${line%%$'\\t'*}"
    [[ -n "$line" ]] && COMPREPLY+=("\${line#"$prefix"}")
  done < <(porchctl __complete "\${words[@]:1:\${#words[@]}-2}" "$current" 2>/dev/null)
  [[ "\${#COMPREPLY[@]}" -eq 1 && "\${COMPREPLY[0]}" == *= ]] && compopt -o nospace
  [[ "\${#COMPREPLY[@]}" -eq 0 ]] && compopt -o default
}
complete -F _porchctl porchctl
`;

const ZSH = `#compdef porchctl
# zsh completion for porchctl; load it with: source <(porchctl completion zsh)
_porchctl() {
  local line
  local -a found
  while IFS= read -r line; do
    [[ -n "$line" ]] && found+=("\${\${line//:/\\\\:}/$'\\t'/:}")
  done < <(porchctl __complete "\${(@)words[2,CURRENT-1]}" "\${words[CURRENT]}" 2>/dev/null)
  if (( \${#found} )); then _describe 'porchctl' found; else _files; fi
}
if [ "$funcstack[1]" = "_porchctl" ]; then _porchctl; else compdef _porchctl porchctl; fi
`;

const FISH = `# fish completion for porchctl; load it with: porchctl completion fish | source
function __porchctl_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  set -l found (porchctl __complete $words[2..-1] "$current" 2>/dev/null)
  if set -q found[1]
    string join \\n -- $found
  else
    __fish_complete_path "$current"
  end
end
complete -c porchctl -f -a '(__porchctl_complete)'
`;

const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH };

export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}
