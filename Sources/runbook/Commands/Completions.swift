import ArgumentParser

/// Prints a script with which a shell completes commands, flags and notebooks.
struct Completions: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a script with which a shell completes runbook's commands.",
    discussion: """
      bash:  runbook completions bash > ~/.local/share/bash-completion/completions/runbook
      zsh:   runbook completions zsh > ~/.zfunc/_runbook    (with ~/.zfunc in fpath, before compinit)
      fish:  runbook completions fish > ~/.config/fish/completions/runbook.fish
      """)

  enum Shell: String, ExpressibleByArgument, CaseIterable {
    case bash, zsh, fish
  }

  @Argument(help: "bash, zsh or fish.")
  var shell: Shell

  func run() {
    let completionShell: CompletionShell =
      switch shell {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    print(Runbook.completionScript(for: completionShell))
  }
}
