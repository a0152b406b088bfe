/// Why a text is shorter than its file.
package enum Truncation: String, Hashable, Sendable {
    /// The text was cut at its greatest length.
    case text
    /// The parts of a package together inflate to too much.
    case inflated
    /// One part of a package inflates out of proportion.
    case ratio
    case depth
    case pages
    case cells
    /// The file is damaged behind what was read.
    case fault
}
