using System.Diagnostics;
using System.Text;
using GpConnect.Cli.Commands;
using GpConnect.Foundations.Records;
using GpConnect.Importing.BatchTrace;
using GpConnect.Testing.BatchTrace;
using GpConnect.Testing.EndToEnd;
using Microsoft.Extensions.DependencyInjection;
using BatchTraceSource = GpConnect.Importing.BatchTrace.BatchTraceSource;

namespace GpConnect.Testing.Fuzz;

/// <summary>Reads the response to a batch trace, in which <c>reference of</c> a patient stands for the reference of this store.</summary>
internal sealed class BatchTraceReader(string name, FuzzedProvider provider, string profile) : IReader
{
    private const string ReferenceOf = "reference of ";

    private static readonly string[] Patients = ["unverified-agrees", "unverified-disagrees"];

    private static readonly Dictionary<string, int> Positions = new(StringComparer.Ordinal) { ["SENSITIVITY_FLAG"] = 57 };

    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    private readonly BatchTraceReferences references = new(provider.Services.GetRequiredService<IdentifierHashes>(), SampleData.Ods, FixedClock.Now);

    public string Name => name;

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        Readers.Bytes(new ResponseFile(profile).Write([.. Patients.Select(Row)])),
        Readers.Bytes(new ResponseFile(profile).Write(Row(Patients[0]) with { Code = "92", Sensitivity = "Y", DeathDate = "20200101" })),
        Readers.Bytes("\uFEFF" + (new ResponseFile(profile) with { HasControl = true, HasNames = false, NewLine = "\n" }).Write(Row(Patients[0]) with { Sensitivity = "N" }, Row(Patients[1]) with { Sensitivity = "I" })),
        Readers.Bytes("\uFEFF" + new ResponseFile(profile).Write(Row(Patients[0])) + "short,91\r\n"),
        Zip(new ResponseFile(profile).Write(Row(Patients[0]))),
    ];

    public async Task<string?> TryAsync(byte[] input, Action? done = null)
    {
        var content = Encoding.Latin1.GetBytes(Patients.Aggregate(
            Encoding.Latin1.GetString(input), (text, patient) => text.Replace(ReferenceOf + patient, references.Of(patient), StringComparison.Ordinal)));
        var (lines, refusal, elapsed, error) = await ImportAsync(content);
        done?.Invoke();
        var hasChanged = Restore();
        if (elapsed > Slow)
        {
            elapsed = (await ImportAsync(content)).Elapsed;
            Restore();
        }

        var numbers = Secrets.NumbersOf(input);
        return provider.Log.Error(numbers)
            ?? error
            ?? (elapsed > Slow ? "the import took more than a second" : null)
            ?? Validate([.. lines, refusal ?? ""], hasChanged && refusal is not null, numbers)
            ?? await provider.Trail.ValidateAsync();
    }

    /// <returns>Whether there was something to restore.</returns>
    private bool Restore()
    {
        var hasChanged = provider.HasChanged();
        if (hasChanged)
        {
            provider.Restore();
        }

        return hasChanged;
    }

    private async Task<(List<string> Lines, string? Refusal, TimeSpan Elapsed, string? Error)> ImportAsync(byte[] content)
    {
        var lines = new List<string>();
        var start = Stopwatch.GetTimestamp();
        try
        {
            var source = new BatchTraceSource("response.csv", content, profile, Positions, MaximumDays: 30);
            var refusal = await CommandStore.BatchTraceImport(provider.Services, isDry: false).RunAsync(source, SampleData.Ods, new BatchTraceReport(lines.Add), default);
            return (lines, refusal, Stopwatch.GetElapsedTime(start), null);
        }
        catch (Exception exception)
        {
            return (lines, null, Stopwatch.GetElapsedTime(start), $"the import ended with {exception}");
        }
    }

    private static string? Validate(IReadOnlyList<string> lines, bool hasChangedAlthoughRefused, IReadOnlyList<string> secrets)
    {
        if (lines.Any(line => Secrets.RevealsInLog(line, secrets)))
        {
            return "a line reveals a secret of the file";
        }

        if (lines.Any(line => line.Any(char.IsControl)))
        {
            return "a line holds a control character";
        }

        return hasChangedAlthoughRefused ? "the store has changed, although the file was refused" : null;
    }

    private static byte[] Zip(string content)
    {
        using var target = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(target, System.IO.Compression.CompressionMode.Compress))
        {
            gzip.Write(Readers.Bytes(content));
        }

        return target.ToArray();
    }

    private static ResponseRow Row(string patient) => new(ReferenceOf + patient, SampleData.NhsNumbers[patient])
    {
        BirthDate = "19760409",
        Family = "OKONJO-REED",
        Given = "TEMPERANCE",
    };
}
