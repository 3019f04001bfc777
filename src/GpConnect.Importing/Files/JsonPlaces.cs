using System.Text.Json;

namespace GpConnect.Importing.Files;

/// <summary>Finds the positions of the elements of a JSON record.</summary>
internal sealed class JsonPlaces
{
    private readonly Place root = new("", 0);
    private readonly Stack<Level> levels = new();
    private (string Name, int Mark) property = ("", 0);

    private JsonPlaces() => levels.Push(new Level(root, null));

    /// <param name="start">Where the record begins in its file.</param>
    public static RecordPlaces Read(ReadOnlyMemory<byte> record, FilePosition start)
    {
        var places = new JsonPlaces();
        var end = InvalidUtf8.Find(record.Span) ?? places.Walk(record.Span);
        return new RecordPlaces(places.root.Children.FirstOrDefault(), mark => start.After(record.Span[..mark]))
        {
            Break = end is { } offset ? start.After(record.Span[..offset]) : null,
        };
    }

    /// <returns>Where the JSON is not well-formed; null when it is.</returns>
    private int? Walk(ReadOnlySpan<byte> record)
    {
        var reader = new Utf8JsonReader(record);
        try
        {
            while (reader.Read())
            {
                Visit(ref reader);
            }

            return null;
        }
        catch (JsonException exception)
        {
            return Offset(record, exception);
        }
    }

    /// <summary>The byte offset of the position that an exception gives.</summary>
    public static int Offset(ReadOnlySpan<byte> record, JsonException exception)
    {
        var offset = 0;
        for (var line = exception.LineNumber ?? 0; line > 0; line--)
        {
            offset += record[offset..].IndexOf((byte)'\n') + 1;
        }

        return (int)Math.Min(offset + (exception.BytePositionInLine ?? 0), record.Length);
    }

    private void Visit(ref Utf8JsonReader reader)
    {
        var mark = (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                property = (Text(ref reader) ?? "", mark);
                break;
            case JsonTokenType.StartObject:
                levels.Push(new Level(Add(mark, null), null));
                break;
            case JsonTokenType.StartArray:
                levels.Push(new Level(levels.Peek().Place, levels.Peek().Items ?? property.Name));
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                Close(levels.Pop());
                break;
            default:
                Add(mark, reader.TokenType == JsonTokenType.String ? Text(ref reader) : null);
                break;
        }
    }

    /// <summary>Adds an element for an empty list, which has no item to stand for it.</summary>
    private void Close(Level level)
    {
        if (level.Items is { } name && !level.Place.Named(name).Any())
        {
            level.Place.Children.Add(new Place(name, property.Mark));
        }
    }

    private Place Add(int mark, string? text)
    {
        var level = levels.Peek();
        var place = level.Items is null ? new Place(property.Name, property.Mark) { Text = text } : new Place(level.Items, mark) { Text = text };
        level.Place.Children.Add(place);
        return place;
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // An escape that is half of a surrogate pair.
            return null;
        }
    }

    /// <param name="Place">The element that children are added to.</param>
    /// <param name="Items">Inside a list, the name of its items; otherwise null.</param>
    private sealed record Level(Place Place, string? Items);
}
