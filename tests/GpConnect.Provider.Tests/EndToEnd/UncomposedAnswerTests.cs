using System.Reflection;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace GpConnect.Provider.Tests.EndToEnd;

/// <summary>Requests that would change the store, but whose answer cannot be composed.</summary>
public sealed class UncomposedAnswerTests : IAsyncLifetime
{
    private RunningProvider provider = null!;

    public async Task InitializeAsync() =>
        provider = await RunningProvider.StartAsync(replaceServices: services => services.AddSingleton<IStartupFilter, Failing>());

    public async Task DisposeAsync() => await provider.DisposeAsync();

    [Theory]
    [Formats]
    [Requirement("AT-50")]
    public async Task A_registration_stores_nothing_and_the_trail_records_the_status_that_the_caller_saw(FhirFormat format)
    {
        var person = await provider.NewPersonAsync();

        await ChangesNothingAsync(person.Register(format).As(format));

        (await provider.SendAsync(person.Register(format).As(format))).Registers();
    }

    [Theory]
    [Formats]
    [Requirement("AT-50")]
    public async Task A_search_that_verifies_stores_nothing_and_the_trail_records_the_status_that_the_caller_saw(FhirFormat format) =>
        await ChangesNothingAsync(ApiRequest.SearchPatient(SampleData.NhsNumbers["unverified-agrees"]).As(format));

    private async Task ChangesNothingAsync(ApiRequest request)
    {
        var trace = Guid.NewGuid().ToString();
        var before = provider.Fingerprint();

        (await provider.SendAsync(request.With("Ssp-TraceID", trace).With(Failing.Header, "yes"))).Fails(500, "INTERNAL_SERVER_ERROR");

        Assert.Equal(before, provider.Fingerprint());
        Assert.Equal(500, (int)provider.AuditOf(trace)["status"]!);
    }

    /// <summary>An answer reads Accept-Encoding last; for requests with <see cref="Header"/> the first read fails.</summary>
    private sealed class Failing : IStartupFilter
    {
        public const string Header = "X-Fails";

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((HttpContext context, RequestDelegate rest) =>
            {
                if (context.Request.Headers.ContainsKey(Header))
                {
                    context.Features.GetRequiredFeature<IHttpRequestFeature>().Headers = FailingHeaders.Around(context.Request.Headers);
                }

                return rest(context);
            });
            next(app);
        };
    }

#pragma warning disable CA1852 // The proxy is a class derived from it.
    private class FailingHeaders : DispatchProxy
#pragma warning restore CA1852
    {
        private IHeaderDictionary headers = null!;
        private bool hasFailed;

        public static IHeaderDictionary Around(IHeaderDictionary headers)
        {
            var proxy = Create<IHeaderDictionary, FailingHeaders>();
            ((FailingHeaders)proxy).headers = headers;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name == "get_AcceptEncoding" && !hasFailed)
            {
                hasFailed = true;
                throw new InvalidOperationException("The header cannot be read.");
            }

            return targetMethod.Invoke(headers, args);
        }
    }
}
