namespace GpConnect.Importing.Files;

/// <summary>An element of a record and the place where it stands. The items of a list are children of one name.</summary>
/// <param name="Mark">What the place is computed from: an offset in bytes, or the number of an XML element.</param>
internal sealed record Place(string Name, int Mark)
{
    /// <summary>A text value; null when the element has another value or none.</summary>
    public string? Text { get; init; }

    public List<Place> Children { get; } = [];

    public IEnumerable<Place> Named(string name) => Children.Where(child => child.Name == name);
}
