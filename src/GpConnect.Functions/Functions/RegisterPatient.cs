using GpConnect.Provider.Middleware;

namespace GpConnect.Functions.Functions;

/// <summary>Register Patient (register-patient.md).</summary>
public static class RegisterPatient
{
    [Function(nameof(RegisterPatient))]
    public static Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.Root + "Patient/$gpc.registerpatient")] HttpRequest request) =>
        InteractionEndpoint.InvokeAsync(request.HttpContext);
}
