using System.Text;
using GpConnect.Foundations.Records;

namespace GpConnect.Foundations.Tests.Records;

/// <summary>The serving rule: which records may leave the server, and until when.</summary>
public class EnvelopeTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);

    private static readonly Envelope Served = new() { Version = 1, Verified = new Verification(Now, "import") };

    [Fact]
    public void A_verified_record_is_served() => Assert.True(Served.IsServable(Now));

    [Fact]
    public void One_reason_is_enough_to_withhold_a_record()
    {
        Envelope[] withheld =
        [
            Served with { Active = false },
            Served with { SupersededBy = "other" },
            Served with { ActiveUntil = Now },
            Served with { Deceased = "2020" },
            Served with { Sensitive = true },
            Served with { Withheld = "disputed" },
            Served with { Verified = null },
        ];

        Assert.All(withheld, envelope => Assert.False(envelope.IsServable(Now)));
    }

    [Fact]
    public void Dissent_to_share_does_not_withhold_a_record() => Assert.True((Served with { Dissent = true }).IsServable(Now));

    [Fact]
    public void A_registration_lasts_until_the_moment_of_its_end()
    {
        var envelope = Served with { ActiveUntil = Now };

        Assert.True(envelope.IsActive(Now.AddTicks(-1)));
        Assert.False(envelope.IsActive(Now));
        Assert.False(envelope.IsActive(Now.AddTicks(1)));
    }

    [Fact]
    public void A_record_that_is_hidden_may_be_active()
    {
        Envelope[] hidden = [Served with { Deceased = "2020" }, Served with { Sensitive = true }, Served with { Withheld = "disputed" }];

        Assert.All(hidden, envelope => Assert.True(envelope.IsHidden && envelope.IsActive(Now)));
        Assert.False(Served.IsHidden);
        Assert.False((Served with { Active = false, Verified = null }).IsHidden);
    }

    [Fact]
    public void A_verification_expires_after_exactly_its_days()
    {
        Assert.False(Served.NeedsVerification(Now.AddDays(30).AddTicks(-1), days: 30));
        Assert.True(Served.NeedsVerification(Now.AddDays(30), days: 30));
        Assert.True(Served.NeedsVerification(Now, days: 0));
    }

    [Fact]
    public void A_verification_without_a_limit_never_expires_and_a_missing_one_is_always_needed()
    {
        Assert.False(Served.NeedsVerification(Now.AddYears(100), days: null));
        Assert.True((Served with { Verified = null }).NeedsVerification(Now, days: null));
        Assert.True((Served with { Verified = null }).NeedsVerification(Now, days: 30));
    }

    [Fact]
    public void An_envelope_of_this_or_an_older_release_is_read_and_a_newer_one_refused()
    {
        Assert.Equal(7, Envelope.Read("""{"schema":1,"version":7}"""u8).Version);
        Assert.Equal(7, Envelope.Read("""{"schema":-1,"version":7}"""u8).Version);
        Assert.Equal(
            "A newer release wrote a record (schema 2; this release supports 1).",
            Assert.Throws<NewerSchemaException>(() => Envelope.Read("""{"schema":2,"version":7}"""u8)).Message);
    }

    [Fact]
    public void The_current_schema_is_written() =>
        Assert.StartsWith("{\"schema\":1,", Encoding.UTF8.GetString((Served with { Schema = 0 }).Write()), StringComparison.Ordinal);

    [Fact]
    public void A_written_envelope_is_read_back()
    {
        var envelope = Served with { Active = false, Deceased = "2020-01", Sensitive = true, Withheld = "w", SupersededBy = "s", ActiveUntil = Now };

        Assert.Equivalent(envelope, Envelope.Read(envelope.Write()));
    }

    [Fact]
    public void The_first_version_is_1_and_each_change_adds_one()
    {
        var first = Served.Following(null);
        var second = Served.Following(first);

        Assert.Equal((1, 2), (first.Version, second.Version));
    }

    [Fact]
    public void The_origin_of_a_change_is_added_after_those_of_earlier_versions()
    {
        var (import, registration) = (new Provenance { At = Now, Activity = "import" }, new Provenance { At = Now, Activity = "register" });
        var first = Served.Following(null, import);
        var second = Served.Following(first, registration);

        Assert.Equal([import], first.Provenance);
        Assert.Equal([import, registration], second.Provenance);
        Assert.Equal([import, registration], Served.Following(second).Provenance);
        Assert.Empty(Served.Following(null).Provenance);
    }
}
