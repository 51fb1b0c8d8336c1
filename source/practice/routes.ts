import type {Answer} from './answer.ts';
import {answerUsersMe, apiError} from './api-host.ts';
import {answerLogout, answerSessionRefresh, answerValidate} from './auth-host.ts';
import {answerAuthorize, answerLanding, answerPrelogin} from './authorize-endpoint.ts';
import {answerActivate, answerActivatePage, answerConsent, answerLogin} from './browser-sign-in.ts';
import type {Call} from './call.ts';
import {answerDeviceAuthorization} from './device-authorization.ts';
import {methodNotAllowed} from './gate.ts';
import {answerModels, answerModelsOfWorkspace, answerWorkspaces} from './lists.ts';
import type {Endpoint} from './scenario.ts';
import type {Tenant} from './tenant.ts';
import {answerTokenRequest} from './token-endpoint.ts';

export type Handler = (tenant: Tenant, call: Call, now: number) => Answer;

interface Route {
	/** Set where a scenario can strike: at what programs call, never at what people see. */
	readonly endpoint?: Endpoint;
	readonly methods: Readonly<Record<string, Handler>>;
}

// All three hosts of Anaplan are one here; their paths do not collide.
const routes: Readonly<Record<string, Route>> = {
	'/': {methods: {GET: answerLanding}},
	'/auth/authorize': {methods: {GET: answerAuthorize}},
	'/auth/prelogin': {methods: {GET: answerPrelogin}},
	'/auth/login': {methods: {POST: answerLogin}},
	'/auth/consent': {methods: {POST: answerConsent}},
	'/activate': {methods: {GET: answerActivatePage, POST: answerActivate}},
	'/oauth/token': {endpoint: 'token', methods: {POST: answerTokenRequest}},
	'/oauth/device/code': {endpoint: 'device/code', methods: {POST: answerDeviceAuthorization}},
	'/token/validate': {endpoint: 'validate', methods: {GET: answerValidate}},
	'/token/refresh': {endpoint: 'session/refresh', methods: {POST: answerSessionRefresh}},
	'/token/logout': {endpoint: 'logout', methods: {POST: answerLogout}},
	'/2/0/users/me': {endpoint: 'users/me', methods: {GET: answerUsersMe}},
	'/2/0/workspaces': {endpoint: 'workspaces', methods: {GET: answerWorkspaces}},
	'/2/0/models': {endpoint: 'models', methods: {GET: answerModels}},
	'/2/0/workspaces/{id}/models': {endpoint: 'models', methods: {GET: answerModelsOfWorkspace}},
};

/** Finds who answers a request. There is always somebody: unknown paths get Anaplan's own 404. */
export function findRoute(
	method: string,
	path: string,
): {endpoint: Endpoint | undefined; handler: Handler} {
	const pattern = path.replace(/^(\/2\/0\/workspaces\/)[^/]+(\/models)$/, '$1{id}$2');
	const route = Object.hasOwn(routes, pattern) ? routes[pattern] : undefined;
	if (route === undefined) {
		return {
			endpoint: undefined,
			handler: (_tenant, call, now) => apiError(404, 'Not Found', call, now),
		};
	}

	const handler = Object.hasOwn(route.methods, method) ? route.methods[method] : undefined;
	return {
		endpoint: route.endpoint,
		handler: handler ?? (() => methodNotAllowed(Object.keys(route.methods))),
	};
}
