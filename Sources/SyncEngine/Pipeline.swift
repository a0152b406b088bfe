package import StorageFormat

/// How bodies become markdown. The number is raised whenever the output for the same page changes; checkpoints and documents
/// keep the one that their text was last compared with, and `sync --full` pushes again what now comes out differently.
package struct Pipeline: Sendable {
    package static let current = Pipeline(number: 3)

    package var number: UInt8
    package var options: ConversionOptions

    package init(number: UInt8, options: ConversionOptions = ConversionOptions()) {
        self.number = number
        self.options = options
    }
}
