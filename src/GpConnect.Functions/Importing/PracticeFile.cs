using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using GpConnect.Functions.Practices;

namespace GpConnect.Functions.Importing;

/// <summary>A practice.json: the practice, and how its switches stand when it is new.</summary>
internal static class PracticeFile
{
    /// <returns>The practice, or why the file is not one.</returns>
    public static (Practice? Practice, string? Fault) Read(string path)
    {
        Practice? practice;
        try
        {
            practice = JsonSerializer.Deserialize(File.ReadAllBytes(path), PracticeJson.Default.Practice);
        }
        catch (JsonException exception)
        {
            return (null, $"not a practice (line {exception.LineNumber + 1})");
        }

        return practice is null ? (null, "not a practice") : (practice, Fault(practice));
    }

    /// <summary>What is wrong with a practice's code, ASID or name; null when nothing is.</summary>
    public static string? Fault(Practice practice)
    {
        var results = new List<ValidationResult>();
        return Validator.TryValidateObject(practice, new ValidationContext(practice), results, validateAllProperties: true)
            ? null
            : results[0].ErrorMessage;
    }
}
