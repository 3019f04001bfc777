using System.Globalization;
using GpConnect.Functions.Hosting;

namespace GpConnect.Functions.Tests.EndToEnd;

internal static class ProviderVariables
{
    /// <summary>The settings as environment variables of another process.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Variables(this ProviderOptions options) => typeof(ProviderOptions).GetProperties()
        .Select(property => KeyValuePair.Create("GPCONNECT_" + property.Name.ToUpperInvariant(), Convert.ToString(property.GetValue(options), CultureInfo.InvariantCulture) ?? ""))
        .Where(variable => variable.Value.Length > 0);
}
