using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using GpConnect.Provider.Observability;
using GpConnect.Provider.Tokens;
using GpConnect.Testing;
using GpConnect.Testing.EndToEnd;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GpConnect.Provider.Tests.Tokens;

/// <summary>The time claims of a token.</summary>
public class BearerTokenValidatorTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Property]
    public bool A_token_is_accepted_exactly_until_its_expiry_plus_the_leeway(short ahead, byte leeway)
    {
        var issuedAt = Now.ToUnixTimeSeconds() + ahead % 700;

        return IsValid(issuedAt, issuedAt + 300, new TestSettings { TokenLeewaySeconds = leeway % 61 }) == Now.ToUnixTimeSeconds() < issuedAt + 300 + leeway % 61;
    }

    [Property]
    public bool Only_a_lifetime_of_300_seconds_is_accepted(short lifetime)
    {
        var issuedAt = Now.ToUnixTimeSeconds();

        return IsValid(issuedAt, issuedAt + lifetime, new TestSettings()) == (lifetime == 300);
    }

    [Property]
    public bool The_limit_on_the_time_of_issue_is_exact(short ahead, short ceiling)
    {
        var issuedAt = Now.ToUnixTimeSeconds() + Math.Abs((int)ahead);
        var maximum = 300 + Math.Abs((int)ceiling);

        return IsValid(issuedAt, issuedAt + 300, new TestSettings { TokenMaximumFutureSeconds = maximum }) == Math.Abs((int)ahead) <= maximum;
    }

    [Theory]
    [InlineData(long.MinValue, long.MaxValue)]
    [InlineData(long.MaxValue, long.MinValue)]
    [InlineData(long.MaxValue, long.MaxValue)]
    [InlineData(long.MinValue, long.MinValue + 300)]
    [InlineData(long.MaxValue - 299, long.MinValue)]
    [InlineData(0L, 300L)]
    [InlineData(-300L, 0L)]
    public void Extreme_times_are_refused(long issuedAt, long expires) => Assert.False(IsValid(issuedAt, expires, new TestSettings { TokenLeewaySeconds = 60 }));

    [Fact]
    public void A_token_from_the_distant_future_is_refused_only_with_a_limit()
    {
        Assert.True(IsValid(long.MaxValue - 300, long.MaxValue, new TestSettings { TokenLeewaySeconds = 60 }));
        Assert.False(IsValid(long.MaxValue - 300, long.MaxValue, new TestSettings { TokenMaximumFutureSeconds = int.MaxValue }));
    }

    private static bool IsValid(long issuedAt, long expires, TestSettings options)
    {
        var token = new Token();
        token.Claims["requested_scope"] = "patient/*.read";
        token.Claims["iat"] = JsonValue.Create(issuedAt);
        token.Claims["exp"] = JsonValue.Create(expires);
        using var services = new ServiceCollection().AddInstruments().AddSingleton<ResourceClaims>().BuildServiceProvider();
        var validator = new BearerTokenValidator(services.GetRequiredService<ResourceClaims>(), options, new FakeTimeProvider(Now));
        return validator.Validate(Encoding.UTF8.GetBytes(token.Claims.ToJsonString()), "").Try(out _, out _);
    }
}
