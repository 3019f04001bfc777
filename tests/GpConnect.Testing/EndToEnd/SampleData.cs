using System.Text;
using System.Text.Json;
using GpConnect.Cli.Commands;
using GpConnect.Foundations.Resources;
using GpConnect.Hosting;
using GpConnect.Importing.Records;
using Hl7.Fhir.Model;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Testing.EndToEnd;

/// <summary>The contents of the folder <c>samples</c>, and stores that hold them.</summary>
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

    private const string Database = "gpconnect.db";

    private static readonly Lazy<System.Threading.Tasks.Task<string>> Imported = new(ImportAsync);

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "samples");

    /// <summary>NHS numbers of A20047's patients by logical id.</summary>
    public static IReadOnlyDictionary<string, string> NhsNumbers { get; } = Resources(Ods)
        .OfType<Patient>()
        .ToDictionary(patient => patient.Id!, PatientProfile.NhsNumber);

    /// <summary>Creates a data folder with the samples in its store.</summary>
    public static async System.Threading.Tasks.Task<string> NewFolderAsync()
    {
        var folder = TestFolders.New();
        File.Copy(await Imported.Value, Path.Combine(folder, Database));
        return folder;
    }

    /// <summary>Imports the samples once; every provider starts with a copy of that database.</summary>
    private static async System.Threading.Tasks.Task<string> ImportAsync()
    {
        var options = new TestSettings { DataFolder = TestFolders.New() };
        await ImportAsync(options);
        return Path.Combine(options.DataFolder, Database);
    }

    /// <summary>Imports the samples into the store that the settings name.</summary>
    public static async System.Threading.Tasks.Task ImportAsync(TestSettings options)
    {
        await using var services = new ServiceCollection().AddLogging().AddProvider(options).BuildServiceProvider();
        var report = new ImportReport(line => Assert.Fail(line));
        await CommandStore.Importer(services, isDry: false).RunAsync(Folder, null, report, default);
        Assert.Equal(0, report.Rejected);
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
        _ => Records(JsonDocument.Parse(File.ReadAllBytes(file)).RootElement).Select(FhirReader.ReadJson).Select(ResourceOf),
    };

    /// <summary>The resources of a Bundle one by one, because the whole may exceed the limits for one resource.</summary>
    private static IEnumerable<JsonElement> Records(JsonElement document) => document.TryGetProperty("entry", out var entries)
        ? entries.EnumerateArray().Select(entry => entry.GetProperty("resource"))
        : [document];

    private static Resource Read(byte[] bytes, FhirFormat format) => ResourceOf(FhirReader.Read(bytes, format));

    private static Resource ResourceOf(FhirReading reading) =>
        reading.Resource ?? throw new InvalidDataException(reading.Error!.Description);
}
