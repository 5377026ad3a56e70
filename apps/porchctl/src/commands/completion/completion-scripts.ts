/** Shells with a completion script. Each script asks `porchctl __complete WORD…` and offers the lines it prints. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

const BASH = `# bash completion for porchctl; load it with: source <(porchctl completion bash)
_porchctl() {
  local line current="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=()
  while IFS= read -r line; do
    [[ -n "$line" ]] && COMPREPLY+=("\${line%%$'\\t'*}")
  done < <(porchctl __complete "\${COMP_WORDS[@]:1:COMP_CWORD-1}" "$current" 2>/dev/null)
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
  porchctl __complete $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c porchctl -f -a '(__porchctl_complete)'
`;

const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH };

export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}
