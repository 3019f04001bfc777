using GpConnect.Provider.MutualTls;
using Microsoft.AspNetCore.Http.Features;

namespace GpConnect.Provider.Hosting;

internal static class ConnectionAdmission
{
    /// <summary>
    /// Admits a connection with its first request; over TLS only if the client certificate is trusted. Otherwise the connection is
    /// closed after its first answer.
    /// </summary>
    public static void UseConnectionAdmission(this IApplicationBuilder app)
    {
        var certificates = app.ApplicationServices.GetRequiredService<ClientCertificates>();
        app.Use((context, next) =>
        {
            if (context.Features.Get<NewConnection>() is { IsAdmitted: false } newConnection)
            {
                Validate(context, newConnection, certificates);
            }

            return next(context);
        });
    }

    private static void Validate(HttpContext context, NewConnection newConnection, ClientCertificates certificates)
    {
        // Behind a front end the connection belongs to the front end, whatever certificate a header carries.
        if (context.Features.Get<ITlsConnectionFeature>() is null || certificates.Refuse(context) is null)
        {
            newConnection.Leave();
        }
        else
        {
            context.Response.Headers.Connection = "close";
        }
    }
}
