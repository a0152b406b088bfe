/// The number of the conversion line, raised whenever its output for the same page changes, so that
/// `sync --full` pushes again what a better converter would write differently. Kept in checkpoints and documents.
package enum Pipeline {
    package static let number: UInt8 = 1
}
