using System.Globalization;
using GpConnect.Foundations.Pds;
using static GpConnect.Importing.BatchTrace.BatchTraceColumnNames;

namespace GpConnect.Importing.BatchTrace;

/// <summary>
/// The positions of the columns of a response (spine-clients.md §3.2). They are bound by name wherever the file has names: their order
/// has varied between answers, and put wrong NHS numbers into records.
/// </summary>
internal sealed class BatchTraceColumns
{
    /// <summary>The fewest columns that a DBS response has.</summary>
    private const int DbsWidth = 56;

    private readonly IReadOnlyDictionary<string, int> positions;
    private readonly int width;
    private readonly bool isDbs;

    private BatchTraceColumns(IReadOnlyDictionary<string, int> positions, int width, bool isDbs = false)
    {
        this.positions = positions;
        this.width = width;
        this.isDbs = isDbs;
    }

    /// <summary>
    /// Positions of a DBS response, counted from 0, as one user of the service reads them. The position of SENSITIVITY_FLAG is unknown.
    /// </summary>
    public static IReadOnlyDictionary<string, int> DbsPositions { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        [Code] = 0,
        [Reference] = 1,
        [MatchedNumber] = 3,
        [BirthDate] = 29,
        [DeathDate] = 33,
        [Family] = 35,
        [Given] = 37,
    };

    public static string[] NamesForDbs => [.. DbsPositions.Keys, Sensitivity];

    /// <summary>The layouts of responses without column names, which differ in width.</summary>
    public static IReadOnlyList<BatchTraceColumns> Positional { get; } =
        [new(Positions(MeshOrder), MeshOrder.Count), new(Positions(MptOrder), MptOrder.Count)];

    /// <summary>The number of columns that a row has to have, for messages.</summary>
    public string Width => isDbs ? $"at least {width}" : $"{width}";

    /// <param name="changes">Positions other than <see cref="DbsPositions"/>.</param>
    public static BatchTraceColumns Dbs(IReadOnlyDictionary<string, int> changes)
    {
        var positions = new Dictionary<string, int>(DbsPositions, StringComparer.Ordinal);
        foreach (var (name, position) in changes)
        {
            positions[name] = position;
        }

        return new BatchTraceColumns(positions, Math.Max(DbsWidth, positions.Values.Max() + 1), isDbs: true);
    }

    /// <summary>The columns of a header, or the name of a needed column that is missing or repeated.</summary>
    public static (BatchTraceColumns? Columns, string? Error) Named(string[] names)
    {
        string[] normal = [.. names.Select(Normalize)];
        return Needed.FirstOrDefault(name => normal.Count(other => other == name) != 1) is { } error
            ? (null, error)
            : (new BatchTraceColumns(Positions(normal), names.Length), null);
    }

    public bool Fit(string[] fields) => isDbs ? fields.Length >= width : fields.Length == width;

    public BatchTraceRow Row(int line, string[] fields)
    {
        var (code, number, flag) = (Text(fields, Code), Text(fields, MatchedNumber), Text(fields, Sensitivity));
        var result = isDbs ? BatchTraceCodes.OfDbs(code) : BatchTraceCodes.OfMeshAndMpt(code, Text(fields, Algorithm), number);
        var traced = new PdsRecord
        {
            NhsNumber = number,
            BirthDate = FhirDate(Text(fields, BirthDate)),
            DeathDate = NullIfEmpty(Text(fields, DeathDate)),
            Family = NullIfEmpty(Text(fields, Family)),
            Given = NullIfEmpty(Text(fields, Given)) is { } given ? [given] : [],
            IsSensitive = flag is "S" or "Y",
            IsInvalid = flag is "I",
        };
        return new BatchTraceRow(line, Text(fields, Reference), result, NullIfEmpty(Text(fields, RequestedNumber)), traced.WithoutUnservableText())
        {
            HasUnknownFlag = flag is not ("S" or "Y" or "I" or "N" or ""),
        };
    }

    private string Text(string[] fields, string name) => positions.TryGetValue(name, out var position) ? fields[position].Trim() : "";

    private static Dictionary<string, int> Positions(IEnumerable<string> names) =>
        names.Index().DistinctBy(column => column.Item).ToDictionary(column => column.Item, column => column.Index, StringComparer.Ordinal);

    /// <summary>A date in the form of FHIR, from YYYYMMDD whose day or month may be missing or zero; null for anything else.</summary>
    private static string? FhirDate(string text)
    {
        if (text.Length is not (4 or 6 or 8) || text.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        var (year, month, day) = (text[..4], text.Length > 4 ? text[4..6] : "00", text.Length > 6 ? text[6..] : "00");
        if (month == "00")
        {
            return year;
        }

        var date = day == "00" ? $"{year}-{month}" : $"{year}-{month}-{day}";
        return DateOnly.TryParseExact(date, ["yyyy-MM", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? date : null;
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
