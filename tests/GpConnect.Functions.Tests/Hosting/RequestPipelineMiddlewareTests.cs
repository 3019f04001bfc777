using GpConnect.Functions.Worker;
using GpConnect.Hosting;
using GpConnect.Provider.MutualTls;
using GpConnect.Testing;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace GpConnect.Functions.Tests.Hosting;

public sealed class RequestPipelineMiddlewareTests
{
    [Fact]
    [Requirement("FH-15")]
    public async Task A_pipeline_that_throws_aborts_the_connection_and_tells_the_host_nothing()
    {
        var clock = new Mock<TimeProvider>();
        clock.Setup(time => time.GetTimestamp()).Throws(new InvalidOperationException("9658218865 Thompson"));
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddProvider(new TestSettings { DataFolder = TestFolders.New() })
            .AddSingleton(ClientCertificates.NotRequired)
            .AddSingleton(clock.Object)
            .AddSingleton(Mock.Of<Microsoft.Extensions.Hosting.IHostApplicationLifetime>())
            .BuildServiceProvider();
        var lifetime = new Mock<IHttpRequestLifetimeFeature>();
        var http = new DefaultHttpContext { RequestServices = services };
        http.Features.Set(lifetime.Object);
        var function = new Mock<FunctionContext>();
        function.SetupGet(context => context.InvocationId).Returns("1");
        function.SetupGet(context => context.Items).Returns(new Dictionary<object, object> { ["HttpRequestContext"] = http });

        await new RequestPipelineMiddleware(services, NullLogger<RequestPipelineMiddleware>.Instance).Invoke(function.Object, _ => throw new InvalidOperationException());

        lifetime.Verify(feature => feature.Abort(), Times.Once);
    }
}
