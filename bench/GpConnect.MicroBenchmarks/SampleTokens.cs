using System.Buffers.Text;
using System.Text;
using GpConnect.Cli.Commands;
using GpConnect.Foundations.Interactions;

namespace GpConnect.MicroBenchmarks;

/// <summary>Tokens of four times as many users as the provider's cache of claims holds.</summary>
internal static class SampleTokens
{
    private const int Count = 65_536;

    /// <summary>Stopped, so that no token expires.</summary>
    public static readonly TimeProvider Clock = new StoppedClock(TimeProvider.System.GetUtcNow());

    public static string[] Create(string audience)
    {
        var interaction = Interaction.All.Single(row => row.ShortId == "rest:read:patient-1");
        var parts = DeveloperToken.Create(interaction, audience, Clock.GetUtcNow()).Split('.');
        var claims = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1]));
        return [.. Enumerable.Range(0, Count).Select(user => $"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Of(user, claims)))}.")];
    }

    /// <summary>The claims with all three resources specific to the user.</summary>
    private static string Of(int user, string claims) => claims
        .Replace("developer-1", $"developer-{user}", StringComparison.Ordinal)
        .Replace("DEV-01", $"DEV-{user}", StringComparison.Ordinal)
        .Replace("consumer organisation", $"consumer organisation {user}", StringComparison.Ordinal);

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
