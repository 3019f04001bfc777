using System.Text.RegularExpressions;
using GpConnect.Testing;

namespace GpConnect.Delivery.Tests.Pages;

public sealed partial class SettingsPageTests
{
    [Fact]
    public void The_settings_page_lists_every_setting_and_no_other()
    {
        var page = File.ReadAllText(Repository.File("docs/settings.md"));

        var listed = Row().Matches(page).Select(match => match.Groups[1].Value).Order();

        var settings = typeof(TestSettings).GetProperties().Select(property => "GPCONNECT_" + property.Name.ToUpperInvariant()).Order();
        Assert.Equal(settings, listed);
    }

    [GeneratedRegex(@"^\| `(GPCONNECT_[A-Z]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
