using GpConnect.Testing;
using GpConnect.Testing.Requirements;

namespace GpConnect.Functions.Tests.Hosting;

public sealed class StoreSettingsTests
{
    [Fact]
    [Requirement("DB-9")]
    public void Consistent_settings_of_the_Cosmos_store_are_accepted()
    {
        Assert.Null(ErrorOf(_ => { }));
        Assert.Null(ErrorOf(options => options.CosmosEndpoint = new Uri("http://127.0.0.1:8081/")));
    }

    [Theory]
    [Case("DB-9", "no audit container", "go together")]
    [Case("DB-9", "no key", "go together")]
    [Case("DB-9", "no endpoint", "go together")]
    [Case("DB-9", "plain http", "https")]
    [Case("DB-9", "audit over plain http", "https")]
    [Case("DB-9", "account key in Azure", "loopback only")]
    [Case("DB-9", "account key that is none", "CosmosKey must be base64")]
    [Case("DB-9", "short key", "32 bytes")]
    [Case("DB-9", "key that is not base64", "32 bytes")]
    public void Inconsistent_settings_stop_the_start(string id, string error, string named)
    {
        Assert.NotEmpty(id);
        Assert.Contains(named, ErrorOf(options => ChangeToken(options, error)), StringComparison.Ordinal);
    }

    private static void ChangeToken(TestSettings options, string error)
    {
        switch (error)
        {
            case "no audit container":
                options.AuditContainer = null;
                break;
            case "no key":
                options.IdentifierKey = null;
                break;
            case "no endpoint":
                options.CosmosEndpoint = null;
                break;
            case "plain http":
                options.CosmosEndpoint = new Uri("http://name.documents.azure.com/");
                break;
            case "audit over plain http":
                options.AuditContainer = new Uri("http://name.blob.core.windows.net/audit");
                break;
            case "account key in Azure":
                options.CosmosKey = Convert.ToBase64String(new byte[64]);
                break;
            case "account key that is none":
                options.CosmosEndpoint = new Uri("http://127.0.0.1:8081/");
                options.CosmosKey = "key";
                break;
            case "short key":
                options.IdentifierKey = Convert.ToBase64String(new byte[31]);
                break;
            default:
                options.IdentifierKey = new string('?', 64);
                break;
        }
    }

    private static string? ErrorOf(Action<TestSettings> change)
    {
        var options = new TestSettings
        {
            CosmosEndpoint = new Uri("https://name.documents.azure.com/"),
            AuditContainer = new Uri("https://name.blob.core.windows.net/audit"),
            IdentifierKey = Convert.ToBase64String(new byte[32]),
        };
        change(options);
        return options.Errors() is [var first, ..] ? first : null;
    }
}
