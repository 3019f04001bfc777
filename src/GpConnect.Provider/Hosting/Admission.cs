using GpConnect.Provider.MutualTls;
using Microsoft.AspNetCore.Http.Features;

namespace GpConnect.Provider.Hosting;

internal static class Admission
{
    /// <summary>
    /// The first request admits a connection, over TLS only with a trusted certificate. Without one a connection ends with its
    /// first answer.
    /// </summary>
    public static void UseAdmission(this WebApplication app)
    {
        var certificates = app.Services.GetRequiredService<ClientCertificates>();
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
        // Behind a front end a connection is the front end's, whatever certificate comes in a header.
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
