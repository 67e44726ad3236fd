@_exported import CoreEngine
import RunbookOutput
import FoundationEssentials
public func __display<T>(_ v: T) { print("DISPLAY", v, try! JSONEncoder().encode(TextOutput(stream: .standardOutput, text: "\(v)"))) }
@_cdecl("runbook_kernel_main") public func kernelMain(_ argc: Int32, _ argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32 { print("kernel", argc); return 0 }
