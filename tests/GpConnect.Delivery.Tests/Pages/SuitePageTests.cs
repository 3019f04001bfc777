using System.Diagnostics;
using System.Text.RegularExpressions;
using GpConnect.Foundations.Pds;
using GpConnect.Testing;
using GpConnect.Testing.Commands;
using GpConnect.Testing.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Delivery.Tests.Pages;

/// <summary>The page about the national suite gives a command that turns the suite's list of people into PDS records.</summary>
[Collection(ConsoleTests.Name)]
public sealed partial class SuitePageTests : IDisposable
{
    /// <summary>Invented people in the layout of the suite's list, whose lines end with CR LF and whose last line is empty.</summary>
    private const string People =
        "SPINE_NHS_NUMBER,NAME_FAMILY,NAME_GIVEN,GENDER,DOB\r\n"
        + "9999647537,FARADAY-BROOK,Imelda,FEMALE,1951-03-10\r\n"
        + "9990171998,O'HARROW,Tobias,MALE,2004-12-31\r\n"
        + "\r\n";

    private readonly CommandHarness harness = new();

    [LinuxFact]
    public async Task The_command_makes_PDS_records_that_can_be_imported()
    {
        harness.Write("RegisterPatients.csv", People);

        await RunAsync(Command().Match(await File.ReadAllTextAsync(Repository.File("docs/suite/README.md"))).Value);
        var imported = await harness.DoAsync("import", Path.Combine(harness.Files, "pds-register-patients.csv"));

        Assert.Contains("2 read, 2 written, 0 unchanged, 0 rejected", imported, StringComparison.Ordinal);
        await using var services = harness.Services();
        var person = await services.GetRequiredService<IPdsDataSet>().FindAsync("9990171998", default);
        Assert.Equal(("O'HARROW", "2004-12-31", "male"), (person!.Family, person.BirthDate, person.Gender));
        Assert.Equal(["Tobias"], person.Given);
        Assert.False(person.IsSensitive);
    }

    public void Dispose() => harness.Dispose();

    private async Task RunAsync(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { WorkingDirectory = harness.Files })!;
        await shell.WaitForExitAsync();
        Assert.Equal(0, shell.ExitCode);
    }

    [GeneratedRegex("^awk [^`]*?> pds-register-patients.csv$", RegexOptions.Multiline)]
    private static partial Regex Command();
}
