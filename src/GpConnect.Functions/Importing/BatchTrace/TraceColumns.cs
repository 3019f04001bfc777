using System.Globalization;
using GpConnect.Functions.Demographics;

namespace GpConnect.Functions.Importing.BatchTrace;

/// <summary>
/// Where the columns of a response stand (spine-clients.md §3.2). By name wherever the file has names: their order has varied
/// between answers, and put wrong NHS numbers into records.
/// </summary>
internal sealed class TraceColumns
{
    private const string Reference = "UNIQUE_REFERENCE";
    private const string Code = "ERROR_SUCCESS_CODE";
    private const string RequestedNumber = "REQ_NHS_NUMBER";
    private const string MatchedNumber = "MATCHED_NHS_NO";
    private const string Algorithm = "MATCHED_ALGORITHM_INDICATOR";
    private const string Family = "FAMILY_NAME";
    private const string Given = "GIVEN_NAME";
    private const string BirthDate = "DATE_OF_BIRTH";
    private const string DeathDate = "DATE_OF_DEATH";
    private const string Sensitivity = "SENSITIVITY_FLAG";

    /// <summary>The least that a response of DBS has.</summary>
    private const int DbsWidth = 56;

    private static readonly string[] Needed =
        [Reference, RequestedNumber, Family, Given, BirthDate, DeathDate, Sensitivity, Code, MatchedNumber, Algorithm];

    private static readonly string[] MptOrder =
    [
        Reference, RequestedNumber, Family, Given, "OTHER_GIVEN_NAME", "GENDER", BirthDate, DeathDate, "ADDRESS_LINE1", "ADDRESS_LINE2",
        "ADDRESS_LINE3", "ADDRESS_LINE4", "ADDRESS_LINE5", "POSTCODE", "GP_PRACTICE_CODE", "NHAIS_POSTING_ID", "AS_AT_DATE", "LOCAL_PATIENT_ID",
        "INTERNAL_ID", "TELEPHONE_NUMBER", "MOBILE_NUMBER", "EMAIL_ADDRESS", Sensitivity, "MPS_ID", Code, MatchedNumber, Algorithm,
        "MATCHED_CONFIDENCE_PERCENTAGE", "ALGORITHMIC_TRACE_FAMILY_NAME_SCORE_PERC", "ALGORITHMIC_TRACE_GIVEN_NAME_SCORE_PERC",
        "ALGORITHMIC_TRACE_DOB_SCORE_PERC", "ALGORITHMIC_TRACE_GENDER_SCORE_PERC", "ALGORITHMIC_TRACE_POSTCODE_SCORE_PERC",
    ];

    private readonly IReadOnlyDictionary<string, int> positions;
    private readonly Func<string[], bool> fits;
    private readonly bool isDbs;

    private TraceColumns(IReadOnlyDictionary<string, int> positions, Func<string[], bool> fits, bool isDbs = false)
    {
        this.positions = positions;
        this.fits = fits;
        this.isDbs = isDbs;
    }

    /// <summary>Positions of a DBS response, counted from 0, as one user of the service reads them; SENSITIVITY_FLAG has none that is known.</summary>
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

    public static TraceColumns Mpt { get; } = new(Positions(MptOrder), fields => fields.Length == MptOrder.Length);

    /// <param name="changes">Positions other than <see cref="DbsPositions"/>.</param>
    public static TraceColumns Dbs(IReadOnlyDictionary<string, int> changes)
    {
        var positions = new Dictionary<string, int>(DbsPositions, StringComparer.Ordinal);
        foreach (var (name, position) in changes)
        {
            positions[name] = position;
        }

        var width = Math.Max(DbsWidth, positions.Values.Max() + 1);
        return new TraceColumns(positions, fields => fields.Length >= width, isDbs: true);
    }

    /// <summary>The columns that a row of names gives; null when one that is needed is missing or there twice.</summary>
    public static TraceColumns? Named(string[] names)
    {
        string[] normal = [.. names.Select(Normalize)];
        return Needed.All(name => normal.Count(other => other == name) == 1)
            ? new TraceColumns(Positions(normal), fields => fields.Length == names.Length)
            : null;
    }

    public static bool AreNames(string[] fields) => fields.Any(field => Normalize(field) == Reference);

    public bool Fit(string[] fields) => fits(fields);

    public TraceRow Row(int line, string[] fields)
    {
        var (code, number) = (Text(fields, Code), Text(fields, MatchedNumber));
        var result = isDbs ? TraceCodes.OfDbs(code) : TraceCodes.OfMeshAndMpt(code, Text(fields, Algorithm), number);
        var traced = new PdsRecord
        {
            NhsNumber = number,
            BirthDate = FhirDate(Text(fields, BirthDate)),
            DeathDate = NullIfEmpty(Text(fields, DeathDate)),
            Family = NullIfEmpty(Text(fields, Family)),
            Given = NullIfEmpty(Text(fields, Given)) is { } given ? [given] : [],
            IsSensitive = Text(fields, Sensitivity).Length > 0,
        };
        return new TraceRow(line, Text(fields, Reference), result, NullIfEmpty(Text(fields, RequestedNumber)), traced.Servable());
    }

    private string Text(string[] fields, string name) => positions.TryGetValue(name, out var position) ? fields[position].Trim() : "";

    private static string Normalize(string name)
    {
        var normal = name.Trim().ToUpperInvariant().Replace(' ', '_').Replace('/', '_');
        return normal == "REQ_NHS_NO" ? RequestedNumber : normal;
    }

    private static Dictionary<string, int> Positions(string[] names) =>
        names.Index().DistinctBy(column => column.Item).ToDictionary(column => column.Item, column => column.Index, StringComparer.Ordinal);

    /// <summary>YYYYMMDD, of which day or month may be missing or zero; null for anything else, which then equals no date.</summary>
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
