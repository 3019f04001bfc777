using System.Diagnostics;
using GpConnect.Testing.Requirements;

namespace GpConnect.Storage.Azure.Tests.Cosmos;

/// <summary>The executable without an Azure identity. Nothing leaves the machine: without a token no request is sent.</summary>
public sealed class IdentityTests
{
    [Fact]
    [Requirement("CF-5")]
    public async Task A_command_without_an_identity_fails_with_one_line()
    {
        var start = Start("practice", "list");
        start.RedirectStandardError = true;
        using var command = Process.Start(start)!;

        Assert.Equal("There is no identity to call the store with; an operator signs in with 'az login'.\n", await command.StandardError.ReadToEndAsync());
        await command.WaitForExitAsync();
        Assert.Equal(1, command.ExitCode);
    }

    private static ProcessStartInfo Start(params string[] verbs)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "gpconnect.dll"), .. verbs]);
        start.Environment["GPCONNECT_COSMOSENDPOINT"] = "https://account.invalid/";
        start.Environment["GPCONNECT_AUDITCONTAINER"] = "https://account.invalid/audit";
        start.Environment["GPCONNECT_IDENTIFIERKEY"] = Convert.ToBase64String(new byte[32]);

        // Only the credential that reads environment variables, which are not set.
        start.Environment["AZURE_TOKEN_CREDENTIALS"] = "EnvironmentCredential";
        return start;
    }
}
