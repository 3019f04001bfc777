using GpConnect.Foundations.Observability;
using GpConnect.Foundations.Pds;

namespace GpConnect.Provider.Observability;

/// <summary>Measures look-ups in PDS, whichever gateway is configured.</summary>
internal sealed class MeasuredPdsGateway(IPdsGateway pds, DependencyMeter meter) : IPdsGateway
{
    public async ValueTask<PdsResponse> RetrieveAsync(PdsQuery query, CancellationToken cancellation)
    {
        using var call = meter.Start("retrieve", cancellation);
        var answer = await pds.RetrieveAsync(query, cancellation);
        call?.Outcome = answer switch
        {
            PdsResponse.Found => "ok",
            PdsResponse.NotFound => "absent",
            _ => null,
        };
        return answer;
    }
}
