using System.Text;
using System.Text.Json.Nodes;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Resources;
using GpConnect.Foundations.Terminology;
using GpConnect.Importing.BatchTrace;
using GpConnect.Testing.BatchTrace;
using GpConnect.Testing.Commands;
using GpConnect.Testing.EndToEnd;

namespace GpConnect.Importing.Tests.BatchTrace;

/// <summary>A store with the samples, and batch trace commands on it. An import whose output identifies a patient fails the test.</summary>
internal sealed class BatchTraceHarness : IDisposable
{
    /// <summary>A patient who is not verified in the samples and whose details agree with PDS.</summary>
    public const string Subject = "unverified-agrees";

    private BatchTraceHarness(CommandHarness harness) => Harness = harness;

    public CommandHarness Harness { get; }

    public static async Task<BatchTraceHarness> NewAsync()
    {
        var harness = new CommandHarness();
        Directory.CreateDirectory(harness.Data);
        File.Copy(Path.Combine(await SampleData.NewFolderAsync(), "gpconnect.db"), Path.Combine(harness.Data, "gpconnect.db"));
        return new BatchTraceHarness(harness);
    }

    /// <summary>Exports a request and returns its references by the logical ids of the patients.</summary>
    public async Task<IReadOnlyDictionary<string, string>> RequestAsync(params string[] more)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Harness.Files, Guid.NewGuid().ToString("N"))).FullName;
        await Harness.DoAsync(["export", "dbs", folder, "--practice", SampleData.Ods, "--profile", BatchTraceProfile.PdsMesh, .. more]);
        var rows = (await File.ReadAllLinesAsync(Assert.Single(Directory.GetFiles(folder)))).Skip(1).Select(line => line.Split(','));
        var ids = SampleData.NhsNumbers.ToDictionary(pair => pair.Value, pair => pair.Key);
        return rows.ToDictionary(row => ids[row[1]], row => row[0]);
    }

    /// <summary>The reference that a request made <paramref name="days"/> days ago gave a patient.</summary>
    public string Reference(string patient, int days)
    {
        using var services = Harness.Services();
        return new BatchTraceReferences(
            (IdentifierHashes)services.GetService(typeof(IdentifierHashes))!, SampleData.Ods, TimeProvider.System.GetUtcNow().AddDays(-days)).Of(patient);
    }

    /// <summary>A response row for a successful cross check of a patient.</summary>
    public async Task<ResponseRow> RowAsync(string patient, string reference)
    {
        var held = PatientProfile.Verifiable(PatientProfile.Parse(await ReadAsync(patient)));
        return new ResponseRow(reference, SampleData.NhsNumbers[patient])
        {
            BirthDate = held.BirthDate!.Replace("-", "", StringComparison.Ordinal),
            Family = held.Family!.ToUpperInvariant(),
            Given = held.Given!.ToUpperInvariant(),
        };
    }

    public Task<Outcome> ImportAsync(string profile, string content, params string[] more) => ImportAsync(profile, Encoding.UTF8.GetBytes(content), more);

    public async Task<Outcome> ImportAsync(string profile, byte[] content, params string[] more)
    {
        var file = Path.Combine(Harness.Files, "RESP_MPTREQ_20261122010203_20261123010203.csv");
        await File.WriteAllBytesAsync(file, content);
        var outcome = await Harness.RunAsync(["import", "dbs", file, "--practice", SampleData.Ods, "--profile", profile, .. more]);
        foreach (var number in SampleData.NhsNumbers.Values.Append("Nowak"))
        {
            Assert.DoesNotContain(number, outcome.Output + outcome.Error, StringComparison.OrdinalIgnoreCase);
        }

        return outcome;
    }

    public async Task<StoredRecord> ReadAsync(string patient) => (await Harness.ReadAsync(SampleData.Ods, "Patient", patient))!;

    /// <summary>The verification status and whether the record is sensitive; <see cref="Subject"/> has <c>02</c> in the samples.</summary>
    public async Task<string> StateAsync(string patient)
    {
        var record = await ReadAsync(patient);
        var resource = PatientProfile.Parse(record);
        Assert.Equal(SampleData.NhsNumbers[patient], PatientProfile.NhsNumber(resource));
        var status = NhsNumberVerificationStatus.Of(resource.Identifier[0]);
        Assert.Equal(status == NhsNumberVerificationStatus.Verified, record.Envelope.Verified is not null);
        return record.Envelope.Sensitive ? $"{status} sensitive" : status!;
    }

    /// <summary>The audit entries of the records that imports changed.</summary>
    public IReadOnlyList<JsonNode> Changes() =>
        [.. Harness.Audit().Select(entry => JsonNode.Parse(entry)!).Where(entry => (string?)entry["command"] == "import dbs record")];

    public void Dispose() => Harness.Dispose();
}
