using System.Text.Json;

namespace GpConnect.Fhir.Reading;

/// <summary>Scans JSON before the SDK reads it, for errors that the SDK accepts or that make it throw.</summary>
/// <param name="limit">How many errors to collect at most.</param>
internal sealed class JsonScan(int limit = 1)
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = Limits.Depth };

    private readonly Stack<Level> _levels = new();
    private readonly List<FhirError> _found = [];
    private FhirError? _tooMany;
    private int _parts;
    private int _narrative;

    /// <summary>Errors found before the end of the input, or before the point where it stops being well-formed.</summary>
    public IReadOnlyList<FhirError> Found => _found;

    public FhirError? Check(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, Options);
        try
        {
            while (reader.Read())
            {
                Visit(ref reader);
            }

            return _tooMany ?? _found.FirstOrDefault();
        }
        catch (JsonException)
        {
            // Malformed JSON takes precedence over every error found before it.
            return Errors.NotJson;
        }
    }

    private void Visit(ref Utf8JsonReader reader)
    {
        if (++_parts > Limits.Parts)
        {
            // Takes precedence over the errors found before; only malformed JSON takes precedence over this one.
            _tooMany = Errors.TooMany;
            return;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName when reader.ValueSpan.Length > Limits.Name:
                _tooMany = Errors.NameTooLong;
                break;
            case JsonTokenType.PropertyName:
                EnterProperty(Text(ref reader));
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                _levels.Push(new Level(reader.TokenType == JsonTokenType.StartArray));
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _levels.Pop();
                break;
            case JsonTokenType.Null:
                VisitNull();
                break;
            case JsonTokenType.String:
                VisitString(Text(ref reader));
                break;
        }
    }

    private void EnterProperty(string? name)
    {
        var level = _levels.Peek();
        level.Property = name;
        if (name is not null && !level.Names.Add(name))
        {
            Report("duplicate property");
        }
    }

    private void VisitNull()
    {
        if (_levels.TryPeek(out var level) && !level.IsArray)
        {
            // In an array, FHIR uses null as the placeholder of a value that has only extensions.
            Report("null");
        }
    }

    private void VisitString(string? value)
    {
        if (value is null || !_levels.TryPeek(out var level))
        {
            return;
        }

        if (level.Property == "resourceType" && value.Length > Limits.Name)
        {
            _tooMany = Errors.NameTooLong;
        }

        if (level.Property != "div")
        {
            return;
        }

        _narrative += value.Length;
        if (_narrative > Limits.Narrative)
        {
            Report(Errors.NarrativeTooLong);
        }
        else if (XmlScan.Check(value) is not null)
        {
            // The SDK parses narrative as XML, so the limits of XML apply.
            Report("narrative not allowed");
        }
    }

    private string? Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate, written as an escape.
            Report("text that is not Unicode");
            return null;
        }
    }

    private void Report(string reason)
    {
        // A path may be long, so it is built only when the error is kept.
        if (_found.Count < limit)
        {
            Report(Errors.Invalid(string.Join('.', _levels.Reverse().Select(level => level.Property).OfType<string>()), reason));
        }
    }

    private void Report(FhirError error)
    {
        if (_found.Count < limit)
        {
            _found.Add(error);
        }
    }

    private sealed class Level(bool isArray)
    {
        public bool IsArray => isArray;

        public string? Property { get; set; }

        public HashSet<string> Names => field ??= [];
    }
}
