namespace GpConnect.Importing.Files;

/// <summary>An element of a record with its position. The items of a list are children with the same name.</summary>
/// <param name="Mark">What the position is computed from: a byte offset in JSON, the index of the element in XML.</param>
internal sealed record Place(string Name, int Mark)
{
    /// <summary>The value if it is text; null when the element has another kind of value or none.</summary>
    public string? Text { get; init; }

    public List<Place> Children { get; } = [];

    public IEnumerable<Place> Named(string name) => Children.Where(child => child.Name == name);
}
