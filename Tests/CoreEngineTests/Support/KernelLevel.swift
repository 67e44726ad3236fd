import CEngine

/// The kernel sets that this processor can run: 0 portable, 1 AVX2, 2 AVX-512.
///
/// The choice holds for a whole process, so tests use it in processes of their own.
func onEveryKernelSet(_ body: (Int) throws -> Void) rethrows {
  for level in 0...2 where ce_set_kernel_level(Int32(level)) == Int32(level) { try body(level) }
  _ = ce_set_kernel_level(-1)
}

/// Whether two numbers are both NaN, the same infinity, or close.
func agree(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
  if a.isNaN || b.isNaN { return a.isNaN && b.isNaN }
  return a == b || abs(a - b) <= tolerance * max(1, abs(b))
}

/// The first place at which two rows of numbers do not agree.
func disagreement(_ a: [Double], _ b: [Double], _ tolerance: Double) -> String? {
  if a.count != b.count { return "\(a.count) numbers, expected \(b.count)" }
  guard let i = a.indices.first(where: { !agree(a[$0], b[$0], tolerance) }) else { return nil }
  return "at \(i): \(a[i]), expected \(b[i])"
}
