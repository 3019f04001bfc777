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
            if (context.Features.Get<Newcomer>() is { IsAdmitted: false } newcomer)
            {
                Judge(context, newcomer, certificates);
            }

            return next(context);
        });
    }

    private static void Judge(HttpContext context, Newcomer newcomer, ClientCertificates certificates)
    {
        // Behind a front end a connection is the front end's, whatever certificate comes in a header.
        if (context.Features.Get<ITlsConnectionFeature>() is null || certificates.Refuse(context) is null)
        {
            newcomer.Leave();
        }
        else
        {
            context.Response.Headers.Connection = "close";
        }
    }
}
