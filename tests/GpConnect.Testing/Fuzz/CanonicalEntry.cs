using System.Text;
using System.Text.Json;
using GpConnect.Foundations;

namespace GpConnect.Testing.Fuzz;

/// <summary>An entry as it has to be: what JSON's writer makes of it is what it is, so no byte of a caller is in it as it came.</summary>
internal static class CanonicalEntry
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 128, AllowDuplicateProperties = false };

    public static void Check(string entry)
    {
        using var json = JsonDocument.Parse(entry, Strict);
        Assert.Equal(Encoding.UTF8.GetString(JsonText.Of(json.RootElement)), entry);
        Assert.DoesNotContain(entry, char.IsControl);
    }

    /// <summary>The status of a call; null of anything else.</summary>
    public static int? StatusOf(string entry)
    {
        using var json = JsonDocument.Parse(entry, Strict);
        return json.RootElement.GetProperty("kind").ValueEquals("call") ? json.RootElement.GetProperty("status").GetInt32() : null;
    }
}
