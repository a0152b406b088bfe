/// Why a document was not read to its end, or not as it stands.
enum XMLFault: Hashable {
    /// Not well-formed; what could be read around the place was read.
    case malformed
    /// A document type declaration, which none of the formats allows: entities would follow.
    case doctype
    /// Elements stand too deep in each other.
    case depth
    case source(SourceFault)
}
