using System.Text.Json.Nodes;
using GpConnect.Foundations.Audit;
using GpConnect.Foundations.Operators;
using GpConnect.Foundations.Practices;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Terminology;
using GpConnect.Hosting;
using GpConnect.Importing.Records;
using GpConnect.Storage.Sqlite;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Importing;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Testing.CrashSafety;

/// <summary>The invariants of a data folder after any crash.</summary>
internal sealed class StoreCheck
{
    private const string Registration = "urn:nhs:names:services:gpconnect:fhir:operation:gpc.registerpatient-1";

    /// <summary>How many errors a failing test shows.</summary>
    private const int Shown = 20;

    private readonly List<string> errors = [];
    private readonly Dictionary<RecordKey, Envelope> records = [];
    private readonly Dictionary<(string Practice, string Type, string Token), string[]> entries = [];
    private readonly List<JsonObject> audit = [];
    private readonly ServiceProvider services;

    private StoreCheck(ServiceProvider services) => this.services = services;

    public static async Task AssertSoundAsync(string folder, Acknowledged acknowledged)
    {
        await using var services = Open(folder);
        var check = new StoreCheck(services);
        await check.RunAsync(acknowledged);
        Assert.True(check.errors.Count == 0, string.Join('\n', check.errors.Take(Shown)));
    }

    public static ServiceProvider Open(string folder) =>
        new ServiceCollection().AddLogging().AddProvider(new TestSettings { DataFolder = folder }).BuildServiceProvider();

    private async Task RunAsync(Acknowledged acknowledged)
    {
        Load();
        Expect((string)Scalar("PRAGMA integrity_check") == "ok", "The database is damaged");
        var verification = await AuditVerification.RunAsync(services.GetRequiredService<IAuditReader>(), [], default);
        errors.AddRange(verification.Errors);

        CheckIndex();
        CheckRegistrations();
        await CheckCommandsAsync(acknowledged);
        CheckCalls(acknowledged);
        CheckAcknowledgedRegistrations(acknowledged);
    }

    private void Load()
    {
        using var connection = services.GetRequiredService<SqliteDatabase>().Open();
        foreach (var row in Rows(connection, "SELECT practice, type, id, envelope, body, checksum FROM record"))
        {
            var key = new RecordKey((string)row[0], (string)row[1], (string)row[2]);
            Expect(RecordChecksum.Of(key, (byte[])row[3], (byte[])row[4]).AsSpan().SequenceEqual((byte[])row[5]), $"{key} is damaged");
            records.Add(key, Envelope.Read((byte[])row[3]));
        }

        foreach (var row in Rows(connection, "SELECT practice, type, token, ids FROM identifier"))
        {
            entries.Add(((string)row[0], (string)row[1], (string)row[2]), ((string)row[3]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        audit.AddRange(Rows(connection, "SELECT entry FROM audit ORDER BY sequence").Select(row => JsonNode.Parse((byte[])row[0])!.AsObject()));
    }

    /// <summary>Records and identifier entries change together, and a person has at most one active Patient in a practice.</summary>
    private void CheckIndex()
    {
        foreach (var (key, envelope) in records)
        {
            Expect(
                envelope.Identifiers.All(token => entries.GetValueOrDefault((key.Practice, key.ResourceType, token), []).Count(id => id == key.Id) == 1),
                $"{key} is not found by its identifiers");
        }

        var now = TimeProvider.System.GetUtcNow();
        foreach (var ((practice, type, token), ids) in entries)
        {
            var found = ids.Select(id => records.GetValueOrDefault(new RecordKey(practice, type, id))).ToList();
            Expect(found.TrueForAll(envelope => envelope?.Identifiers.Contains(token) is true), $"An identifier of {practice} leads to a {type} that does not exist or lacks the identifier");
            Expect(type != "Patient" || found.Count(envelope => envelope?.IsActive(now) is true) <= 1, $"A person has two active Patients in {practice}");
        }
    }

    /// <summary>A registration and its audit entry are stored together.</summary>
    private void CheckRegistrations()
    {
        var audited = audit.Where(entry => (string?)entry["interaction"] == Registration && (int)entry["status"]! == 200)
            .Select(entry => ((string)entry["traceId"]!, (string)entry["resources"]![0]!)).ToHashSet();
        var stored = records.SelectMany(record => record.Value.Provenance.Where(step => step.Activity == Registration), (record, step) => (step.TraceId!, $"Patient/{record.Key.Id}")).ToHashSet();

        errors.AddRange(stored.Except(audited).Select(missing => $"{missing} is registered without an audit entry"));
        errors.AddRange(audited.Except(stored).Select(missing => $"{missing} is in the audit trail, but not registered"));
    }

    /// <summary>A command's change of a record and its audit entry are stored together.</summary>
    private async Task CheckCommandsAsync(Acknowledged acknowledged)
    {
        var marks = Done(OperatorOverrides.MarkSensitive).ToLookup(entry => ((string?)entry["practice"], (string?)entry["resources"]![0]));
        foreach (var (key, envelope) in records.Where(record => record.Key.ResourceType == "Patient"))
        {
            var marked = envelope.Provenance.Count(step => step.Activity.StartsWith(OperatorOverrides.MarkSensitive, StringComparison.Ordinal));
            Expect(marked == marks[(key.Practice, $"Patient/{key.Id}")].Count(), $"{key} was marked {marked} times, but the audit trail differs");
        }

        if (Done("practice enable", "practice disable").LastOrDefault() is { } switched)
        {
            var practice = await services.GetRequiredService<IPracticeStore>().FindAsync((string)switched["practice"]!, default);
            Expect(practice!.GpConnect == ((string)switched["command"]! == "practice enable"), "A practice is not as its last switch left it");
        }

        Expect(audit.Any(entry => (string?)entry["command"] == "import") || !records.Keys.Any(key => key.Practice == TestPractice.Ods), "An import left nothing in the audit trail");
        Expect(
            acknowledged.Commands.SelectMany(command => command.Imported).All(id => records.ContainsKey(new RecordKey(TestPractice.Ods, "Patient", id))),
            "An import was acknowledged, but not all of its Patients are stored");
        foreach (var command in acknowledged.Commands.Where(command => command.Name != "audit verify").GroupBy(command => command.Name))
        {
            Expect(Done(command.Key).Count() >= command.Count(), $"'{command.Key}' was acknowledged {command.Count()} times, the audit trail has {Done(command.Key).Count()}");
        }
    }

    /// <summary>A request that was answered 500 has no entry if the trail could not be written.</summary>
    private void CheckCalls(Acknowledged acknowledged)
    {
        var statuses = audit.Where(entry => (string?)entry["kind"] == "call").ToLookup(entry => (string?)entry["traceId"], entry => (int)entry["status"]!);
        errors.AddRange(acknowledged.Calls
            .Where(call => call.Status != 500 && !statuses[call.TraceId].SequenceEqual([call.Status]))
            .Select(call => $"Request {call.TraceId} was answered {call.Status}; the audit trail has '{string.Join(' ', statuses[call.TraceId])}'"));
    }

    private void CheckAcknowledgedRegistrations(Acknowledged acknowledged)
    {
        var tokens = services.GetRequiredService<IdentifierHashes>();
        foreach (var registration in acknowledged.Registrations)
        {
            var token = tokens.Of(SampleData.Ods, "Patient", IdentifierSystems.NhsNumber, registration.NhsNumber);
            var found = entries.GetValueOrDefault((SampleData.Ods, "Patient", token), []);
            Expect(found is [var id] && id == registration.PatientId, $"Registration {registration.TraceId} was acknowledged, but the identifier leads to {found.Length} Patients");
        }
    }

    private IEnumerable<JsonObject> Done(params string[] commands) =>
        audit.Where(entry => commands.Contains((string?)entry["command"]) && (string?)entry["outcome"] == OperatorAudit.Done);

    private object Scalar(string sql)
    {
        using var connection = services.GetRequiredService<SqliteDatabase>().Open();
        return Rows(connection, sql).First()[0];
    }

    private static IEnumerable<object[]> Rows(Microsoft.Data.Sqlite.SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            var values = new object[row.FieldCount];
            row.GetValues(values);
            yield return values;
        }
    }

    private void Expect(bool holds, string error)
    {
        if (!holds)
        {
            errors.Add(error);
        }
    }
}
