/// A file inside another one that a program of the system has to read.
package struct LeftFile: Sendable {
    /// Its place among all that the outer one carries.
    package let index: Int
    package let name: String
    package let engine: Detection.Engine
    /// A pdf that holds pictures may be a scan.
    package let hasPictures: Bool
}
