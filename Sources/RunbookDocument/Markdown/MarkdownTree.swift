internal import CMarkdown

/// A parsed Markdown text; owns the nodes, which are only valid while it lives.
struct MarkdownTree: ~Copyable {
  private let tree: OpaquePointer

  /// - Parameter bytes: UTF-8 with newlines of one kind.
  init(_ bytes: [UInt8]) {
    let parsed = bytes.withUnsafeBytes { buffer in
      md_parse(buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
    }
    guard let parsed else { fatalError("no memory left to parse \(bytes.count) bytes of Markdown") }
    tree = parsed
  }

  deinit { md_free(tree) }

  var root: MarkdownNode { MarkdownNode(handle: md_root(tree)) }
}

/// A node of a `MarkdownTree`.
struct MarkdownNode: Equatable {
  let handle: OpaquePointer

  init(handle: OpaquePointer) {
    self.handle = handle
  }

  private init?(_ handle: OpaquePointer?) {
    guard let handle else { return nil }
    self.handle = handle
  }

  var kind: md_kind { md_node_kind(handle) }
  var parent: MarkdownNode? { MarkdownNode(md_node_parent(handle)) }
  var next: MarkdownNode? { MarkdownNode(md_node_next(handle)) }
  var previous: MarkdownNode? { MarkdownNode(md_node_previous(handle)) }
  var firstChild: MarkdownNode? { MarkdownNode(md_node_first_child(handle)) }

  /// The content of a leaf, as bytes that live as long as the tree.
  var literal: UnsafeBufferPointer<UInt8> { Self.bytes(md_node_literal(handle)) }
  var info: UnsafeBufferPointer<UInt8> { Self.bytes(md_code_info(handle)) }
  var url: UnsafeBufferPointer<UInt8> { Self.bytes(md_link_url(handle)) }
  var title: UnsafeBufferPointer<UInt8> { Self.bytes(md_link_title(handle)) }

  /// The first source line, from 1; 0 if the parser does not know it.
  var startLine: Int { Int(md_node_start_line(handle)) }
  /// The first byte's column, from 1.
  var startColumn: Int { Int(md_node_start_column(handle)) }
  var endLine: Int { Int(md_node_end_line(handle)) }
  var place: md_place { md_node_place(handle) }

  /// The next block in document order that is not inside this one.
  var following: MarkdownNode? {
    var node: MarkdownNode? = self
    while let current = node {
      if let next = current.next { return next }
      node = current.parent
    }
    return nil
  }

  private static func bytes(_ text: UnsafePointer<CChar>?) -> UnsafeBufferPointer<UInt8> {
    guard let text else { return UnsafeBufferPointer(start: nil, count: 0) }
    let start = UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
    var count = 0
    while start[count] != 0 { count += 1 }
    return UnsafeBufferPointer(start: start, count: count)
  }
}

/// Steps through a tree in document order.
struct MarkdownWalk: ~Copyable {
  enum Step {
    case enter(MarkdownNode)
    case leave(MarkdownNode)
  }

  private let walk: OpaquePointer

  init(_ root: MarkdownNode) {
    walk = md_walk_new(root.handle)
  }

  deinit { md_walk_free(walk) }

  mutating func next() -> Step? {
    var isEntering = false
    guard let handle = md_walk_next(walk, &isEntering) else { return nil }
    let node = MarkdownNode(handle: handle)
    return isEntering ? .enter(node) : .leave(node)
  }

  /// Leaves a node that was just entered, skipping its children.
  mutating func skip(_ node: MarkdownNode) {
    md_walk_skip(walk, node.handle)
  }
}
