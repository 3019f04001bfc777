using GpConnect.Foundations.Interactions;
using GpConnect.Foundations.Practices;
using GpConnect.Provider.Requests;

namespace GpConnect.Cli.Commands;

/// <summary>A request as a curl command to paste into bash, with every header, a fresh token and an encoded query.</summary>
internal static class CurlLine
{
    private const string ConsumerAsid = "200000000359";
    private const string Json = "application/fhir+json";
    private const string Xml = "application/fhir+xml";

    /// <param name="Target">Logical id of a read or identifier value of a search.</param>
    /// <param name="BodyFile">File with the Parameters of an operation.</param>
    internal sealed record Request(Interaction Interaction, Practice Practice, LocalRoot Root, string? Target, string? BodyFile);

    /// <param name="options">Further options of curl, already quoted where necessary.</param>
    public static string Build(Request request, IEnumerable<string> options, DateTimeOffset now)
    {
        List<string> parts =
        [
            $"curl -s {Quote(request.Root.Url + Path(request))}",
            .. options,
            Header(SspHeaders.TraceIdName, Guid.NewGuid().ToString()),
            Header(SspHeaders.FromName, ConsumerAsid),
            Header(SspHeaders.ToName, request.Practice.Asid),
            Header(SspHeaders.InteractionIdName, request.Interaction.Id),
            Header("Accept", Json),
            Header("Authorization", $"Bearer {DeveloperToken.Create(request.Interaction, request.Root.Audience, now)}"),
        ];
        if (request.BodyFile is { } file)
        {
            parts.Add(Header("Content-Type", System.IO.Path.GetExtension(file) == ".xml" ? Xml : Json));
            parts.Add($"--data-binary {Quote("@" + file)}");
        }

        return string.Join(" \\\n  ", parts);
    }

    private static string Path(Request request) => request.Interaction switch
    {
        { Kind: InteractionKind.Metadata } => "/metadata",
        { Kind: InteractionKind.Read } row => $"/{row.ResourceType}/{Uri.EscapeDataString(request.Target!)}",
        { Kind: InteractionKind.Search } row =>
            $"/{row.ResourceType}?identifier={Uri.EscapeDataString($"{row.Parameter!.System}|{request.Target}")}",
        var row => $"/{row.ResourceType}/${row.OperationName}",
    };

    private static string Header(string name, string value) => $"-H {Quote($"{name}: {value}")}";

    /// <summary>In single quotes, where bash expands nothing.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
