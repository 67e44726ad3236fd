internal import CEngine
public struct Tensor { public var v: [Float]; public init(_ v: [Float]) { self.v = v + [Float(cengine_probe(3))] } ; public static func + (a: Tensor, b: Tensor) -> Tensor { Tensor(zip(a.v, b.v).map(+)) } }
