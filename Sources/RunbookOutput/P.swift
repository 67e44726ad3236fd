public struct Text: Codable { public var s: String; public init(s: String) { self.s = s } }
