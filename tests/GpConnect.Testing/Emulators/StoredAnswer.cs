using Microsoft.AspNetCore.Http;

namespace GpConnect.Testing.Emulators;

/// <summary>A server's answer, read to its end.</summary>
internal sealed record StoredAnswer(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    private static readonly string[] PerConnection = ["Connection", "Transfer-Encoding", "Keep-Alive", "Date"];

    public static async Task<StoredAnswer> ReadAsync(HttpResponseMessage answer) => new(
        (int)answer.StatusCode,
        [.. answer.Headers.Concat(answer.Content.Headers)
            .Where(header => !PerConnection.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
            .Select(header => KeyValuePair.Create(header.Key, string.Join(',', header.Value)))],
        await answer.Content.ReadAsByteArrayAsync());

    public async Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = Status;
        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        if (Status is not (204 or 304))
        {
            await response.Body.WriteAsync(Body);
        }
    }
}
