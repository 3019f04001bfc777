using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using GpConnect.Functions.Audit;
using GpConnect.Functions.Demographics;
using GpConnect.Functions.Practices;
using GpConnect.Functions.Resources;
using GpConnect.Functions.Storage;
using GpConnect.Functions.Storage.Sqlite;
using GpConnect.Functions.Terminology;
using Hl7.Fhir.Model;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Functions.Tests.EndToEnd;

/// <summary>The folder <c>samples</c>, put into a provider's store.</summary>
internal static class SampleData
{
    public const string Ods = "A20047";
    public const string Asid = "918999198993";
    public const string Root = "/A20047/STU3/1/gpconnect";
    public const string OtherOds = "R1A14";
    public const string OtherAsid = "918999198994";
    public const string OtherRoot = "/R1A14/STU3/1/gpconnect";

    public const string Patient1 = "9658218865";
    public const string OtherPatient = "9991433562";
    public const string NotInSystem = "9999999999";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "samples");

    /// <summary>NHS numbers of A20047's patients by logical id.</summary>
    public static IReadOnlyDictionary<string, string> NhsNumbers { get; } = Resources(Ods)
        .OfType<Patient>()
        .ToDictionary(patient => patient.Id!, PatientProfile.NhsNumber);

    public static async System.Threading.Tasks.Task SeedAsync(IServiceProvider services)
    {
        var practices = services.GetRequiredService<IPracticeStore>();
        var store = services.GetRequiredService<IResourceStore>();
        var tokens = services.GetRequiredService<IdentifierTokens>();
        foreach (var ods in new[] { Ods, OtherOds })
        {
            var practice = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(Folder, ods, "practice.json")), PracticeJson.Default.Practice)!;
            await practices.SaveAsync(practice, new AuditEntry("{}"u8.ToArray()), default);
            Assert.Equal(CommitResult.Committed, await store.CommitAsync(Change(ods, tokens), default));
        }

        await AddToPdsAsync(services, ReadPds());
    }

    public static async System.Threading.Tasks.Task AddToPdsAsync(IServiceProvider services, IEnumerable<PdsRecord> records)
    {
        var tokens = services.GetRequiredService<IdentifierTokens>();
        await services.GetRequiredService<SqliteDatabase>().Writer.WriteAsync(session =>
        {
            foreach (var record in records)
            {
                session.SavePds.Execute(EmbeddedPdsGateway.TokenOf(tokens, record.NhsNumber), JsonSerializer.SerializeToUtf8Bytes(record, PdsJson.Default.PdsRecord));
            }

            return true;
        });
    }

    public static IEnumerable<DomainResource> Resources(string ods) => Directory.EnumerateFiles(Path.Combine(Folder, ods))
        .Where(file => Path.GetFileName(file) != "practice.json")
        .SelectMany(Documents)
        .SelectMany(resource => resource is Bundle bundle ? bundle.Entry.Select(entry => entry.Resource!) : [resource])
        .Cast<DomainResource>();

    private static IEnumerable<Resource> Documents(string file) => Path.GetExtension(file) switch
    {
        ".xml" => [Read(File.ReadAllBytes(file), FhirFormat.Xml)],
        ".ndjson" => File.ReadLines(file).Select(line => Read(Encoding.UTF8.GetBytes(line), FhirFormat.Json)),
        _ => [Read(File.ReadAllBytes(file), FhirFormat.Json)],
    };

    private static Resource Read(byte[] bytes, FhirFormat format)
    {
        var reading = FhirReader.Read(bytes, format);
        return reading.Resource ?? throw new InvalidDataException(reading.Fault!.Description);
    }

    private static StoreChange Change(string ods, IdentifierTokens tokens)
    {
        var records = Resources(ods).Select(resource => Record(ods, tokens, resource)).ToList();
        var entries = records.SelectMany(record => record.Envelope.Identifiers.Select(token => (record.Key, token)))
            .GroupBy(pair => (pair.Key.ResourceType, pair.token))
            .Select(group => new IdentifierEntry(group.Key.ResourceType, group.Key.token, [.. group.Select(pair => pair.Key.Id)], null));
        return new StoreChange(ods, records, [.. entries], null);
    }

    private static StoredRecord Record(string ods, IdentifierTokens tokens, DomainResource resource)
    {
        var key = new RecordKey(ods, resource.TypeName, resource.Id!);
        var identifiers = resource switch
        {
            Patient patient => patient.Identifier,
            Practitioner practitioner => practitioner.Identifier,
            Organization organization => organization.Identifier,
            _ => [],
        };
        var envelope = resource is Patient person ? EnvelopeOf(person) : new Envelope { Version = 1 };
        envelope = envelope with { Identifiers = [.. identifiers.Select(identifier => tokens.Of(ods, key.ResourceType, identifier.System!, identifier.Value!))] };
        resource.Meta = new Meta { VersionId = "1", Profile = [$"https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-GPC-{key.ResourceType}-1"] };
        return new StoredRecord(key, envelope, FhirWriter.WriteJson(resource));
    }

    private static Envelope EnvelopeOf(Patient patient)
    {
        var period = patient.Extension.Find(extension => extension.Url == RegistrationDetails.Url)?.Extension.Find(part => part.Url == RegistrationDetails.Period)?.Value as Period;
        var isVerified = NhsNumberVerificationStatus.Of(patient.Identifier[0]) == NhsNumberVerificationStatus.Verified;
        var survivor = patient.Link.Find(link => link.Type == Patient.LinkType.ReplacedBy)?.Other?.Reference;
        patient.Link = [];
        return new Envelope
        {
            Version = 1,
            Active = patient.Active is not false,
            ActiveUntil = period?.End is { } end ? Periods.After(end) : null,
            Deceased = (patient.Deceased as FhirDateTime)?.Value,
            Sensitive = patient.Meta?.Security.Exists(label => label.Code == "R") ?? false,
            Dissent = patient.Meta?.Tag.Exists(tag => tag.Code == "dissent-to-share") ?? false,
            SupersededBy = survivor?.Split('/')[1],
            Verified = isVerified ? new Verification(DateTimeOffset.UnixEpoch, "import") : null,
        };
    }

    private static List<PdsRecord> ReadPds()
    {
        var flags = Rows("pds-flags.csv").ToDictionary(row => row["NHS_NUMBER"]);
        return [.. Rows("pds.csv").Select(row => ReadPds(row, flags.GetValueOrDefault(row["NHS_NUMBER"])))];
    }

    private static PdsRecord ReadPds(Dictionary<string, string> row, Dictionary<string, string>? flag) => new()
    {
        NhsNumber = row["NHS_NUMBER"],
        BirthDate = Date(row["DATE_OF_BIRTH"]),
        DeathDate = Date(row["DATE_OF_DEATH"]),
        Family = row["FAMILY_NAME"],
        Given = [row["GIVEN_NAME"]],
        Gender = row["GENDER"],
        IsSensitive = row["SENSITIVE_FLAG"] == "S",
        IsSuperseded = flag?["FLAG"] == "superseded",
        IsInvalid = flag?["FLAG"] == "invalid",
    };

    private static string? Date(string text) =>
        text.Length == 0 ? null : DateOnly.ParseExact(text, "dd/MM/yyyy", CultureInfo.InvariantCulture).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static List<Dictionary<string, string>> Rows(string file)
    {
        using var csv = new CsvReader(new StreamReader(Path.Combine(Folder, file)), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var rows = new List<Dictionary<string, string>>();
        while (csv.Read())
        {
            rows.Add(csv.HeaderRecord!.ToDictionary(name => name, name => csv.GetField(name)!));
        }

        return rows;
    }
}
