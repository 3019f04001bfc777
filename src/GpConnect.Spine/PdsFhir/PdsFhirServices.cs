using GpConnect.Foundations.Certificates;
using GpConnect.Foundations.Pds;
using GpConnect.Spine.Connections;

namespace GpConnect.Spine.PdsFhir;

internal static class PdsFhirServices
{
    public static IServiceCollection AddPdsFhir(this IServiceCollection services, PdsFhirOptions options)
    {
        services
            .AddSingleton<PdsHttpClient>()
            .AddSingleton(provider => new PdsCircuit<Attempt>(
                attempt => attempt.Sign,
                attempt => attempt.RepeatAfter,
                provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<RequestRate>()
            .AddSingleton<PatientRequest>()
            .AddSingleton<IPdsGateway, PdsFhirGateway>();
        return options.PdsFhirTokenEndpoint is null ? services : services.AddTokens(options);
    }

    private static IServiceCollection AddTokens(this IServiceCollection services, PdsFhirOptions options)
    {
        var source = new PemSource(options.PdsFhirPrivateKey!, nameof(options.PdsFhirPrivateKey));
        return services
            .AddSingleton(provider => new Reloading<SigningKey>(
                nameof(options.PdsFhirPrivateKey),
                source.Stamp,
                () => new SigningKey(source.Text(), options.PdsFhirKeyId!),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<SigningKey>>()))
            .AddSingleton<TokenEndpoint>()
            .AddSingleton<AccessTokens>();
    }
}
