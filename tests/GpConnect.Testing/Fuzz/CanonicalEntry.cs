using System.Text;
using System.Text.Json;
using GpConnect.Foundations;

namespace GpConnect.Testing.Fuzz;

/// <summary>Checks that an entry is exactly what the JSON writer makes of it, so that it holds no bytes copied from a caller.</summary>
internal static class CanonicalEntry
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 128, AllowDuplicateProperties = false };

    public static void Check(string entry)
    {
        using var json = JsonDocument.Parse(entry, Strict);
        Assert.Equal(Encoding.UTF8.GetString(JsonText.Of(json.RootElement)), entry);
        Assert.DoesNotContain(entry, char.IsControl);
    }

    /// <summary>The status in the entry of a request; null for any other entry.</summary>
    public static int? StatusOf(string entry)
    {
        using var json = JsonDocument.Parse(entry, Strict);
        return json.RootElement.GetProperty("kind").ValueEquals("call") ? json.RootElement.GetProperty("status").GetInt32() : null;
    }
}
