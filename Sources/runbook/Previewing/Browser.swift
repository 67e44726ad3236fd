import Foundation

/// The user's browser.
enum Browser {
  /// Opens a page, where there is a desktop to open it on.
  static func open(
    _ address: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    guard environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil else { return }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["xdg-open", address]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try? process.run()
  }
}
