import ArgumentParser
import SwiftParser
import SwiftSyntax
import SwiftIDEUtils
let t = Parser.parse(source: "let x = 1")
print(t.statements.count, Array(t.classifications).count)
