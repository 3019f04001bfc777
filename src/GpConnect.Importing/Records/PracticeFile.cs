using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using GpConnect.Foundations.Practices;
using GpConnect.Importing.Files;

namespace GpConnect.Importing.Records;

/// <summary>A practice.json: the practice, and its switches, which count only when the practice is new.</summary>
internal static class PracticeFile
{
    /// <returns>The practice, or the errors of the file with their positions.</returns>
    public static (Practice? Practice, IReadOnlyList<ImportError> Errors) Read(string path)
    {
        var bytes = JsonFile.WithoutMark(File.ReadAllBytes(path));
        if (bytes.Length == 0)
        {
            return (null, [new ImportError(SourceRecord.EmptyFile) { At = FilePosition.Start }]);
        }

        var places = JsonPlaces.Read(bytes, FilePosition.Start);
        if (places.Break is { } end)
        {
            return (null, [new ImportError("from here on the file is not JSON in UTF-8") { At = end }]);
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            var errors = PracticeShape.Errors(document.RootElement);
            var practice = errors.Count > 0 ? null : document.RootElement.Deserialize(PracticeJson.Default.Practice);
            return (practice, [.. Located(errors.Count > 0 ? errors : Broken(practice!), places)]);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return (null, ["a string or a property name holds half of a surrogate pair"]);
        }
    }

    /// <summary>The first error in a practice's code, ASID or name; null when all are valid.</summary>
    public static string? Error(Practice practice) => Broken(practice).Select(error => error.Reason).FirstOrDefault();

    private static List<(string Property, string Reason)> Broken(Practice practice)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(practice, new ValidationContext(practice), results, validateAllProperties: true);
        return [.. results.Select(result => (JsonNamingPolicy.CamelCase.ConvertName(result.MemberNames.First()), result.ErrorMessage!))];
    }

    private static IEnumerable<ImportError> Located(IEnumerable<(string Property, string Reason)> errors, RecordPlaces places) =>
        errors.Select(error => new ImportError(error.Reason) { At = places.Find($"Practice.{error.Property}") });
}
