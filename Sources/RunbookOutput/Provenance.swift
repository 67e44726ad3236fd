/// The sources of a report, from which it can be made again.
///
/// It contains nothing that depends on the machine or the day. The commit is left out unless the
/// user asks for it: a committed report cannot name its own commit, and naming the previous one
/// would make it differ as soon as it is rendered again. The git object names of the inputs also
/// lead to the commits: `git log --find-object=NAME`.
public struct Provenance: Codable, Hashable, Sendable {
  /// A file that the run read.
  public struct Input: Codable, Hashable, Sendable {
    /// The path relative to the notebook's folder.
    public var path: String
    /// The git object name of the content; `nil` for a missing file.
    public var object: String?

    public init(path: String, object: String?) {
      self.path = path
      self.object = object
    }
  }

  /// A parameter of the notebook with its value in the run.
  public struct Parameter: Codable, Hashable, Sendable {
    public var name: String
    /// The value as YAML.
    public var value: String

    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The version of runbook.
  public var runbook: String
  /// The version of the Swift compiler.
  public var swift: String
  public var seed: UInt64
  public var parameters: [Parameter]
  public var notebook: Input
  /// Included files, settings of the project and the files that cells declare in `deps`.
  public var inputs: [Input]
  /// A hash of each cell's code, with the expressions in the text after it.
  public var cells: [String]
  /// The current commit, followed by ` modified` if files differ from it; `nil` unless the user
  /// asks for it.
  public var commit: String?

  public init(
    runbook: String, swift: String, seed: UInt64, parameters: [Parameter], notebook: Input,
    inputs: [Input], cells: [String], commit: String? = nil
  ) {
    self.runbook = runbook
    self.swift = swift
    self.seed = seed
    self.parameters = parameters
    self.notebook = notebook
    self.inputs = inputs
    self.cells = cells
    self.commit = commit
  }
}

/// The content of `results.json`.
public struct RecordedResults: Decodable, Sendable {
  public var recording: Recording
  public var provenance: Provenance?

  private enum CodingKeys: String, CodingKey {
    case provenance
  }

  public init(from decoder: any Decoder) throws {
    recording = try Recording(from: decoder)
    provenance = try decoder.container(keyedBy: CodingKeys.self)
      .decodeIfPresent(Provenance.self, forKey: .provenance)
  }
}
