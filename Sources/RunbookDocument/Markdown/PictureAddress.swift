internal import RunbookFiles

/// Checks the address of a picture, however it is written.
enum PictureAddress {
  /// What a page shows for an address: a path relative to the notebook, a network address or the
  /// picture itself.
  ///
  /// - Parameter location: the location of the picture, for messages.
  /// - Returns: `nil` for an address of no picture, which is an error.
  static func source(
    of address: String, at location: SourceLocation, log: inout DiagnosticLog
  ) -> String? {
    if LinkAddress.isRemote(address) {
      log.warning(
        "'\(address)' would be fetched from the network; copy the picture beside the notebook",
        at: location)
      return address
    }
    if LinkAddress.isPicture(address) { return address }
    if let scheme = LinkAddress.scheme(of: address) {
      log.error("'\(scheme):' is not a picture address; write the path of a file", at: location)
      return nil
    }
    if address.isEmpty {
      log.error("the picture has no address; write the path of a file", at: location)
      return nil
    }
    let path = LinkAddress.decodingPercent(address)
    guard let file = location.file else { return path }
    return NotebookFile.path(path, named: file, seenFrom: log.path)
  }
}
