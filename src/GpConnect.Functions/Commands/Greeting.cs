using GpConnect.Functions.Hosting;
using GpConnect.Functions.Interactions;
using GpConnect.Functions.Practices;

namespace GpConnect.Functions.Commands;

/// <summary>What a developer needs first: the service roots and one call that returns a patient.</summary>
internal static class Greeting
{
    /// <summary>The samples' first practice and its first patient.</summary>
    public const string SamplePractice = "A20047";
    private const string SamplePatient = "1";

    public static async Task WriteAsync(WebApplication app, CancellationToken cancellation)
    {
        var host = app.Urls.First();
        var options = app.Services.GetRequiredService<ProviderOptions>();
        var stored = await app.Services.GetRequiredService<IPracticeStore>().ListAsync(cancellation);
        var practices = stored.Where(practice => options.SinglePractice is null || practice.OdsCode == options.SinglePractice).ToList();
        foreach (var practice in practices)
        {
            Console.WriteLine($"{LocalRoot.Of(options, host, practice.OdsCode).Url}  ODS {practice.OdsCode}  ASID {practice.Asid}{(practice.GpConnect ? "" : "  (switched off)")}");
        }

        if (options.ServerCertificate is null && practices.FirstOrDefault(practice => practice.OdsCode == SamplePractice) is { } sample)
        {
            Console.WriteLine("A first call; its token lasts five minutes, 'token' makes new ones:");
            var call = new CurlLine.Request(ReadPatient, sample, LocalRoot.Of(options, host, sample.OdsCode), SamplePatient, null);
            Console.WriteLine(CurlLine.Build(call, TimeProvider.System.GetUtcNow()));
        }

        Console.WriteLine(practices.Count == 0 ? $"Serving at {host}, without any practice: use 'import' or 'practice add'." : "Ctrl-C stops.");
    }

    private static Interaction ReadPatient =>
        Interaction.All.Single(row => row is { Kind: InteractionKind.Read, ResourceType: "Patient" });
}
